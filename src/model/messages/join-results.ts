import type {
  ChatMessage,
  ChatPart,
  ToolCallPart,
  ToolResultPart
} from './types';

/**
 * Puts each result into the call that it answers, by id: readers want both in one place. Results without a call stay
 * where they are; a message that only held results which moved is left out. `from` is the index that a message of
 * the given list has now.
 */
export function joinResults(messages: readonly ChatMessage[]): {
  readonly messages: readonly ChatMessage[];
  readonly indexOf: (from: number) => number;
} {
  const calls = new Set(idsOf(messages, 'call'));
  const results = new Map<string, ToolResultPart>();
  for (const { parts } of messages) {
    for (const part of parts) {
      if (
        part.kind === 'result' &&
        part.id !== undefined &&
        calls.has(part.id) &&
        !results.has(part.id)
      ) {
        results.set(part.id, part);
      }
    }
  }
  const moved = new Set<ChatPart>(results.values());
  const joined: ChatMessage[] = [];
  const places: number[] = [];
  for (const message of messages) {
    places.push(joined.length);
    const left = message.parts.filter(part => !moved.has(part));
    if (left.length > 0 || message.parts.length === 0) {
      joined.push({
        ...message,
        parts: left.map(part =>
          part.kind === 'call' ? withResult(part, results) : part
        )
      });
    }
  }
  return { messages: joined, indexOf: from => places[from] ?? joined.length };
}

function withResult(
  call: ToolCallPart,
  results: ReadonlyMap<string, ToolResultPart>
): ToolCallPart {
  const result = results.get(call.id ?? '');
  return result ? { ...call, result } : call;
}

function idsOf(
  messages: readonly ChatMessage[],
  kind: 'call' | 'result'
): readonly string[] {
  return messages
    .flatMap(({ parts }) => parts)
    .flatMap(part => (part.kind === kind ? (part.id ?? []) : []));
}
