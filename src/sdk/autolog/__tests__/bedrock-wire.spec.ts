import { describe, expect, it } from '@jest/globals';
import {
  bodyOf,
  bodyOfChunks,
  messageOfConverse,
  usageIn
} from '../bedrock/wire';

const text = (index: number, delta: object): object => ({
  contentBlockDelta: { contentBlockIndex: index, delta }
});

describe('the answer of ConverseStream', () => {
  it('has thoughts with their signature, what is redacted, sources, and calls without arguments', () => {
    const redacted = new Uint8Array([1]);
    expect(
      messageOfConverse([
        text(0, { reasoningContent: { text: 'let ' } }),
        text(0, { reasoningContent: { text: 'me' } }),
        text(0, { reasoningContent: { signature: 'sig' } }),
        text(1, { reasoningContent: { redactedContent: redacted } }),
        text(2, { text: 'hi' }),
        text(2, { citation: { title: 'T' } }),
        {
          contentBlockStart: {
            contentBlockIndex: 3,
            start: { toolUse: { toolUseId: 't', name: 'now' } }
          }
        }
      ])
    ).toMatchObject({
      output: {
        message: {
          content: [
            {
              reasoningContent: {
                reasoningText: { text: 'let me', signature: 'sig' }
              }
            },
            { reasoningContent: { redactedContent: redacted } },
            {
              citationsContent: {
                content: [{ text: 'hi' }],
                citations: [{ title: 'T' }]
              }
            },
            { toolUse: { toolUseId: 't', name: 'now', input: {} } }
          ]
        }
      }
    });
  });
});

describe('the chunks of a streamed body', () => {
  const joined = (...chunks: readonly object[]): unknown =>
    bodyOfChunks(
      chunks.map(chunk => ({
        chunk: { bytes: new TextEncoder().encode(JSON.stringify(chunk)) }
      }))
    );

  it.each([
    [
      'Llama',
      joined(
        { generation: 'h', prompt_token_count: 5, stop_reason: null },
        { generation: 'i', prompt_token_count: null, stop_reason: 'stop' }
      ),
      { generation: 'hi', prompt_token_count: 5, stop_reason: 'stop' }
    ],
    [
      'Titan',
      joined({ outputText: 'h', index: 0 }, { outputText: 'i', index: 0 }),
      { outputText: 'hi', index: 0 }
    ],
    [
      'Nova',
      joined({ messageStart: { role: 'assistant' } }, text(0, { text: 'hi' }), {
        messageStop: { stopReason: 'end_turn' }
      }),
      {
        output: { message: { role: 'assistant', content: [{ text: 'hi' }] } },
        stopReason: 'end_turn'
      }
    ],
    ['a maker that is not known', joined({ text: 'h' }), [{ text: 'h' }]]
  ])('are put together as %s has them', (_maker, body, expected) => {
    expect(body).toEqual(expected);
  });
});

describe('the tokens of an answer', () => {
  it.each([
    ['Llama', { prompt_token_count: 5, generation_token_count: 3 }, 8],
    [
      'Titan',
      {
        inputTextTokenCount: 4,
        results: [{ tokenCount: 1 }, { tokenCount: 2 }]
      },
      7
    ],
    [
      'Nova',
      {
        usage: {
          inputTokens: 5,
          outputTokens: 3,
          cacheReadInputTokenCount: 2,
          cacheWriteInputTokenCount: 1
        }
      },
      11
    ],
    [
      'Bedrock, which counts for the others',
      {
        generation: 'hi',
        'amazon-bedrock-invocationMetrics': {
          inputTokenCount: 5,
          outputTokenCount: 2
        }
      },
      7
    ]
  ])('are found as %s tells them', (_maker, body, total) => {
    expect(usageIn({ body })).toMatchObject({ total_tokens: total });
  });
});

describe('a body', () => {
  it('has pictures as what they are, and embeddings by their heads', () => {
    const vector = Array.from({ length: 100 }, (_, at) => at);
    const body = bodyOf(
      JSON.stringify({
        images: ['/9j/AAAA'],
        embeddings: { float: [vector] }
      })
    );
    expect(body).toEqual({
      images: ['data:image/jpeg;base64,/9j/AAAA'],
      embeddings: {
        float: [[0, 1, 2, 3, 4, 5, 6, 7, '… [92 more numbers]']]
      }
    });
  });
});
