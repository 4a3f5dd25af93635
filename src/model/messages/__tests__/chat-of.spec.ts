import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES, goldenText } from '../../../../test/golden-text';
import {
  chatFixture,
  detailOf,
  detailOfTexts
} from '../../../../test/span-fixture';
import { chatOf } from '../chat-of';
import { chatText } from './chat-text';

const FORMATS = readdirSync(join(FIXTURES, 'messages')).map(file =>
  file.replace(/\.json$/, '')
);

const user = (content: unknown): unknown => ({ role: 'user', content });
const assistant = (content: unknown): unknown => ({
  role: 'assistant',
  content
});

describe('chatOf', () => {
  it.each(FORMATS)('reads the conversation of %s', name => {
    const { detail, type } = chatFixture(name);
    const found = chatText(chatOf(detail, type));
    expect(found).toBe(goldenText(`messages/${name}`, found));
  });

  it.each([
    ['a Uint8Array', Uint8Array.from({ length: 90 }, () => 255)],
    ['a Buffer', Buffer.alloc(90, 255)]
  ])('reads media that were recorded as %s', (_, image) => {
    const content = [{ type: 'image', image, mediaType: 'image/jpeg' }];
    const recorded: unknown = JSON.parse(JSON.stringify([user(content)]));
    const chat = chatOf(detailOf({ inputs: { messages: recorded } }), 'LLM');
    expect(chat?.messages[0]?.parts).toEqual([
      {
        kind: 'media',
        media: {
          type: 'image',
          mime: 'image/jpeg',
          source: { kind: 'data', base64: '/'.repeat(120) }
        }
      }
    ]);
  });

  it('keeps the digits of long integers in the arguments of a call', () => {
    const call = {
      function: { name: 'find', arguments: '{"id":9007199254740993}' }
    };
    const chat = chatOf(
      detailOf({
        inputs: { messages: [{ role: 'assistant', tool_calls: [call] }] }
      }),
      'LLM'
    );
    expect(chat?.messages[0]?.parts[0]).toMatchObject({
      args: { id: 9007199254740993n }
    });
  });

  it('does not say the history again when the output repeats it', () => {
    const history = [user('hi'), assistant('hello'), user('more')];
    const chat = chatOf(
      detailOf({
        inputs: { messages: history },
        outputs: { messages: [...history, assistant('less')] }
      }),
      'CHAIN'
    );
    expect(chat?.messages).toHaveLength(4);
    expect(chat?.answerAt).toBe(3);
  });

  it('does not drop an answer that repeats the words of another message', () => {
    const chat = chatOf(
      detailOf({
        inputs: { messages: [user('echo'), assistant('echo'), user('echo')] },
        outputs: { choices: [{ message: assistant('echo') }] }
      }),
      'CHAT_MODEL'
    );
    expect(chat?.messages).toHaveLength(4);
    expect(chat?.answerAt).toBe(3);
  });

  it('keeps a result in its place when no call asked for it', () => {
    const chat = chatOf(
      detailOf({
        inputs: {
          messages: [
            user('x'),
            { role: 'tool', tool_call_id: 'lost', content: '1' }
          ]
        }
      }),
      'CHAT_MODEL'
    );
    expect(chat?.messages.map(({ role }) => role)).toEqual(['user', 'tool']);
  });

  it('joins a result to the call before it when ids come again', () => {
    const call = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }]
    };
    const result = { role: 'tool', tool_call_id: 'c', content: '1' };
    const chat = chatOf(
      detailOf({
        inputs: { messages: [user('x'), call, result] },
        outputs: { choices: [{ message: call }] }
      }),
      'CHAT_MODEL'
    );
    const results = chat?.messages
      .flatMap(({ parts }) => parts)
      .map(part => part.kind === 'call' && part.result !== undefined);
    expect(results).toEqual([false, true, false]);
  });

  it("takes an answer without a role, as own code gives it, for the assistant's", () => {
    const inputs = { messages: [user('How hot?')] };
    const outputs = { content: '92 degrees', tool: { name: 'none' } };
    const chat = chatOf(detailOf({ inputs, outputs }), 'CHAT_MODEL');
    expect(chatText(chat)).toContain(
      '--- answer\nassistant\n  text: "92 degrees"'
    );
    const read = detailOf({ inputs: { path: 'a.txt' }, outputs });
    expect(chatOf(read, 'TOOL')).toBeUndefined();
  });

  it('finds none in data that only looks like messages', () => {
    const inputs = { people: [{ role: 'engineer', name: 'Kim' }] };
    expect(chatOf(detailOf({ inputs, outputs: 3 }), 'LLM')).toBeUndefined();
    expect(
      chatOf(detailOf({ inputs: user('x'), outputs: 'y' }), 'PARSER')
    ).toBeUndefined();
  });

  it('never throws, whatever was recorded', () => {
    const key = fc.constantFrom(
      ...[
        'messages',
        'role',
        'content',
        'parts',
        'type',
        'tool_calls',
        'choices',
        'message',
        'output',
        'input',
        'source',
        'image_url',
        'function',
        'kwargs',
        'lc',
        'id',
        'generations',
        'candidates',
        'response',
        'config',
        'tools'
      ]
    );
    const word = fc.constantFrom(
      ...[
        'user',
        'assistant',
        'tool',
        'text',
        'image',
        'tool_use',
        'tool-x',
        'reasoning',
        'file',
        'dynamic-tool',
        'data:image/png;base64,AA',
        '{"role":',
        '__proto__'
      ]
    );
    const { value } = fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.jsonValue({ maxDepth: 1 }),
        word,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5 })
      )
    }));
    fc.assert(
      fc.property(value, value, value, (inputs, outputs, attribute) => {
        const attributes = {
          'mlflow.chat.messages': attribute,
          'gen_ai.input.messages': JSON.stringify(attribute),
          'llm.input_messages.0.message': attribute,
          'ai.prompt': attribute,
          'mlflow.chat.tools': attribute
        };
        const events = [{ name: 'gen_ai.choice', time: 1, attributes }];
        const detail = detailOf({ inputs, outputs, attributes, events });
        chatText(chatOf(detail, 'LLM'));
      }),
      { numRuns: 500 }
    );
  });

  it.each([
    ['[', ']'],
    ['{"response":', '}'],
    ['{"messages":[', ']}'],
    ['{"role":"user","content":[{"type":"tool_result","content":', '}]}']
  ])('never throws at a depth of 20,000: %s', (opening, closing) => {
    const text = `${opening.repeat(20_000)}1${closing.repeat(20_000)}`;
    const dots = `llm.input_messages${'.0'.repeat(50_000)}`;
    const detail = detailOfTexts({
      inputs: text,
      outputs: text,
      attributes: `{"${dots}":1,"mlflow.chat.tools":${text}}`
    });
    expect(() => chatOf(detail, 'LLM')).not.toThrow();
  });
});
