import type {
  ChatMessage,
  ChatPart,
  ToolCallPart,
  ToolResultPart
} from './types';

/**
 * Puts each result into the call that it answers, by id, of the calls before it: readers want both in one place. Results without a call stay
 * where they are; a message that only held results which moved is left out. `from` is the index that a message of
 * the given list has now.
 */
export function joinResults(messages: readonly ChatMessage[]): {
  readonly messages: readonly ChatMessage[];
  readonly indexOf: (from: number) => number;
} {
  const results = resultsByCall(messages);
  const moved = new Set<ChatPart>(results.values());
  const joined: ChatMessage[] = [];
  const places: number[] = [];
  for (const message of messages) {
    places.push(joined.length);
    const left = message.parts.filter(part => !moved.has(part));
    if (left.length > 0 || message.parts.length === 0) {
      const parts = left.map(part => withResult(part, results));
      joined.push({ ...message, parts });
    }
  }
  return { messages: joined, indexOf: from => places[from] ?? joined.length };
}

/** The result of each call; ids may come again, as some providers count from one in each answer. */
function resultsByCall(
  messages: readonly ChatMessage[]
): ReadonlyMap<ChatPart, ToolResultPart> {
  const open = new Map<string, ToolCallPart>();
  const results = new Map<ChatPart, ToolResultPart>();
  for (const part of messages.flatMap(({ parts }) => parts)) {
    if (part.kind === 'call' && part.id !== undefined) {
      open.set(part.id, part);
    } else if (part.kind === 'result' && part.id !== undefined) {
      const call = open.get(part.id);
      if (call) {
        open.delete(part.id);
        results.set(call, part);
      }
    }
  }
  return results;
}

function withResult(
  part: ChatPart,
  results: ReadonlyMap<ChatPart, ToolResultPart>
): ChatPart {
  const result = results.get(part);
  return part.kind === 'call' && result ? { ...part, result } : part;
}
