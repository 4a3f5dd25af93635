import { describe, expect, it } from '@jest/globals';
import { completionOf, isTokenOfChat } from '../openai/chat-stream';
import { responseOf } from '../openai/responses-stream';

/** What the deltas of one choice make up. */
function messageOf(...deltas: readonly object[]): unknown {
  const chunks = deltas.map(delta => ({ choices: [{ index: 0, delta }] }));
  return Reflect.get(Object(choiceOf(...chunks)), 'message');
}

function choiceOf(...chunks: readonly object[]): unknown {
  return Reflect.get(Object(completionOf(chunks)), 'choices')?.[0];
}

const call = (members: object): object => ({
  tool_calls: [{ index: 0, ...members }]
});

describe('the message of streamed deltas', () => {
  it.each([
    [
      'a sound with what it says',
      [
        { role: 'assistant', audio: { id: 'a1', transcript: 'he' } },
        { audio: { data: 'AAAA' } },
        { audio: { data: 'BBBB', transcript: 'llo', expires_at: 5 } }
      ],
      {
        audio: {
          id: 'a1',
          transcript: 'hello',
          data: 'AAAABBBB',
          expires_at: 5
        }
      }
    ],
    [
      'a tool that takes a text',
      [
        call({ id: 'c', type: 'custom', custom: { name: 'sql', input: 'SE' } }),
        call({ custom: { input: 'LECT' } })
      ],
      {
        tool_calls: [
          { id: 'c', type: 'custom', custom: { name: 'sql', input: 'SELECT' } }
        ]
      }
    ],
    [
      'a tool whose name each delta repeats',
      [
        call({ id: 'c', function: { name: 'get', arguments: '{' } }),
        call({ id: 'c', function: { name: 'get', arguments: '}' } })
      ],
      {
        tool_calls: [
          {
            id: 'c',
            type: 'function',
            function: { name: 'get', arguments: '{}' }
          }
        ]
      }
    ],
    [
      'calls of tools without places',
      ['f', 'g'].map(name => ({
        tool_calls: [{ id: name, function: { name } }]
      })),
      {
        tool_calls: ['f', 'g'].map(name => ({
          id: name,
          type: 'function',
          function: { name }
        }))
      }
    ],
    [
      'the early form of a call',
      [
        { function_call: { name: 'f', arguments: '' } },
        { function_call: { arguments: '{"a"' } },
        { function_call: { arguments: ':1}' } }
      ],
      { function_call: { name: 'f', arguments: '{"a":1}' } }
    ],
    [
      'reasoning, as DeepSeek and OpenRouter tell it',
      [
        {
          content: null,
          reasoning_content: 'let ',
          reasoning_details: [
            { type: 'reasoning.text', index: 0, text: 'let ' }
          ]
        },
        {
          content: 'hi',
          reasoning_content: 'me',
          reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'me' }]
        }
      ],
      {
        content: 'hi',
        reasoning_content: 'let me',
        reasoning_details: [
          { type: 'reasoning.text', index: 0, text: 'let me' }
        ]
      }
    ],
    [
      'the sources of an answer',
      ['a', 'b'].map(content => ({ content, annotations: [{ url: content }] })),
      { content: 'ab', annotations: [{ url: 'a' }, { url: 'b' }] }
    ],
    [
      'a refusal',
      [{ content: null, refusal: 'I ' }, { refusal: 'cannot' }],
      { content: null, refusal: 'I cannot' }
    ]
  ])('has %s in full', (_what, deltas, message) => {
    expect(messageOf(...deltas)).toEqual({
      role: 'assistant',
      content: null,
      ...message
    });
  });

  it('leaves the chunks as they are', () => {
    const chunks = [
      { tool_calls: [{ index: 0, function: { arguments: '{' } }] }
    ];
    messageOf(...chunks, call({ function: { arguments: '}' } }));
    expect(chunks).toEqual([
      { tool_calls: [{ index: 0, function: { arguments: '{' } }] }
    ]);
  });
});

describe('the first token', () => {
  const chunk = (delta: object): object => ({ choices: [{ index: 0, delta }] });

  it.each([
    ['a word', { content: 'hi' }, true],
    ['a thought', { content: null, reasoning_content: 'hm' }, true],
    ['a call', { tool_calls: [{ index: 0 }] }, true],
    ['who speaks', { role: 'assistant', content: '', refusal: null }, false],
    ['nothing', {}, false]
  ])('is told by %s: %p', (_what, delta, isToken) => {
    expect(isTokenOfChat(chunk(delta))).toBe(isToken);
  });
});

describe('the probabilities of streamed tokens', () => {
  it.each([
    [
      'of a chat',
      [
        { content: [{ token: 'a' }], refusal: null },
        { content: [{ token: 'b' }], refusal: null }
      ],
      { content: [{ token: 'a' }, { token: 'b' }], refusal: null }
    ],
    [
      'of a refusal',
      [
        { content: null, refusal: [{ token: 'I' }] },
        { content: null, refusal: [{ token: 'no' }] }
      ],
      { content: null, refusal: [{ token: 'I' }, { token: 'no' }] }
    ],
    [
      'of the early API',
      [
        { tokens: ['a'], token_logprobs: [-1] },
        { tokens: ['b'], token_logprobs: [-2] }
      ],
      { tokens: ['a', 'b'], token_logprobs: [-1, -2] }
    ]
  ])('%s are joined', (_what, parts, logprobs) => {
    const chunks = parts.map(part => ({
      choices: [{ index: 0, delta: {}, logprobs: part }]
    }));
    expect(choiceOf(...chunks)).toMatchObject({ logprobs });
  });
});

describe('a response of which the end did not come', () => {
  const added = (item: object): object => ({
    type: 'response.output_item.added',
    output_index: 0,
    item
  });
  const delta = (name: string, text: string, place = 0): object => ({
    type: `response.${name}.delta`,
    output_index: 0,
    content_index: place,
    delta: text
  });

  it.each([
    [
      'reasoning_summary_text',
      { type: 'reasoning', summary: [] },
      { summary: [{ type: 'summary_text', text: 'one two' }] }
    ],
    [
      'refusal',
      { type: 'message', content: [] },
      { content: [{ type: 'refusal', refusal: 'one two' }] }
    ],
    [
      'output_text',
      { type: 'message', content: [] },
      { content: [{ type: 'output_text', text: 'one two' }] }
    ],
    ['function_call_arguments', { name: 'f' }, { arguments: 'one two' }],
    ['custom_tool_call_input', { name: 'f' }, { input: 'one two' }]
  ])('has what came by %s', (name, item, expected) => {
    expect(
      responseOf([added(item), delta(name, 'one '), delta(name, 'two')])
    ).toMatchObject({
      status: 'incomplete',
      output: [{ ...item, ...expected }]
    });
  });

  it('has each part of an item', () => {
    expect(
      responseOf([
        added({ type: 'message', content: [] }),
        delta('output_text', 'one'),
        delta('output_text', 'two', 1)
      ])
    ).toMatchObject({
      output: [{ content: [{ text: 'one' }, { text: 'two' }] }]
    });
  });
});
