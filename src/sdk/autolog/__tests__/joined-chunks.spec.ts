import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { responseOf } from '../gemini/response';
import { completionOf, joinedChunk } from '../openai/chat-stream';
import { contentOf, joinedParts } from '../vercel/stream';

/* What is kept of a long stream must say the same as all of its chunks. */

const word = fc.constantFrom('', 'a', 'b ', 'Paris', '{"x":', '1}');
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: 3, arbitrary: value },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined) }
  );

const toolCall = fc.record(
  {
    index: fc.nat(2),
    id: word,
    type: fc.constant('function'),
    function: fc.record(
      { name: word, arguments: word },
      { requiredKeys: ['arguments'] }
    )
  },
  { requiredKeys: ['index'] }
);

const chatChunk = fc.record(
  {
    id: fc.constant('chatcmpl-1'),
    object: fc.constant('chat.completion.chunk'),
    model: maybe(word),
    usage: maybe(fc.record({ prompt_tokens: fc.nat(9) })),
    choices: fc.array(
      fc.record(
        {
          index: fc.nat(2),
          delta: fc.record(
            {
              role: fc.constant('assistant'),
              content: maybe(word),
              refusal: maybe(word),
              reasoning_content: word,
              tool_calls: fc.array(toolCall, { maxLength: 2 })
            },
            { requiredKeys: [] }
          ),
          logprobs: maybe(
            fc.record({ content: fc.array(fc.record({ token: word })) })
          ),
          finish_reason: maybe(fc.constantFrom('stop', 'tool_calls')),
          text: word
        },
        { requiredKeys: ['index'] }
      ),
      { maxLength: 2 }
    )
  },
  { requiredKeys: ['choices'] }
);

const geminiChunk = fc.record(
  {
    modelVersion: maybe(word),
    usageMetadata: maybe(fc.record({ promptTokenCount: fc.nat(9) })),
    candidates: fc.array(
      fc.record(
        {
          index: fc.nat(1),
          finishReason: maybe(fc.constant('STOP')),
          content: fc.record({
            role: fc.constant('model'),
            parts: fc.array(
              fc.oneof(
                fc.record(
                  { text: word, thought: fc.boolean() },
                  { requiredKeys: ['text'] }
                ),
                fc.record({ functionCall: fc.record({ name: word }) })
              ),
              { maxLength: 3 }
            )
          })
        },
        { requiredKeys: ['content'] }
      ),
      { maxLength: 2 }
    )
  },
  { requiredKeys: [] }
);

const part = fc.oneof(
  fc.record({
    type: fc.constantFrom('text-delta', 'reasoning-delta', 'tool-input-delta'),
    id: fc.constantFrom('0', '1'),
    delta: word
  }),
  fc.record({
    type: fc.constant('tool-input-start'),
    id: fc.constantFrom('0', '1'),
    toolName: word
  }),
  fc.record({
    type: fc.constant('tool-call'),
    toolCallId: fc.constantFrom('0', '1'),
    input: word
  }),
  fc.record({ type: fc.constantFrom('text-start', 'finish', 'raw') })
);

type Chunks = readonly unknown[];

const KINDS: readonly (readonly [
  string,
  fc.Arbitrary<unknown>,
  (chunks: Chunks) => unknown,
  (chunks: Chunks) => Chunks
])[] = [
  ['a chat', chatChunk, completionOf, chunks => [joinedChunk(chunks)]],
  ['Gemini', geminiChunk, responseOf, chunks => [responseOf(chunks)]],
  ['a model of the AI SDK', part, contentOf, joinedParts]
];

describe('joined chunks', () => {
  it.each(KINDS)('of %s say what they all say', (_, chunk, whole, joined) => {
    fc.assert(
      fc.property(
        fc.array(chunk, { maxLength: 12 }),
        fc.array(fc.nat(12), { maxLength: 3 }),
        (chunks, cuts) => {
          const before = JSON.stringify(chunks);
          let kept: Chunks = [];
          const ends = [...cuts.sort((a, b) => a - b), chunks.length];
          for (const [turn, end] of ends.entries()) {
            kept = [...kept, ...chunks.slice(ends[turn - 1] ?? 0, end)];
            kept = turn < cuts.length && kept.length > 0 ? joined(kept) : kept;
          }
          expect(JSON.stringify(whole(kept))).toBe(
            JSON.stringify(whole(chunks))
          );
          // They are the program's own.
          expect(JSON.stringify(chunks)).toBe(before);
        }
      )
    );
  });

  it('of a text of the AI SDK are one', () => {
    const parts = ['a', 'b', 'c'].map(delta => ({
      ...{ type: 'text-delta', id: '1' },
      delta
    }));
    expect(joinedParts(parts)).toEqual([{ ...parts[0], delta: 'abc' }]);
  });
});
