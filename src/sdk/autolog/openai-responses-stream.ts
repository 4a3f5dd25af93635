import { valueAt } from './patch';

/** Events that carry the response as far as it is. */
const ENDS: ReadonlySet<unknown> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed'
]);

/**
 * The response that the events of a stream tell of: the one that its last event carries, or, of a stream that broke
 * off, its items as far as they came.
 */
export function responseOf(events: readonly unknown[]): unknown {
  const end = events.filter(event => ENDS.has(valueAt(event, 'type'))).at(-1);
  return valueAt(end, 'response') ?? partialResponse(events);
}

function partialResponse(events: readonly unknown[]): object {
  const created = events.find(
    event => valueAt(event, 'response') !== undefined
  );
  return {
    ...membersOf(valueAt(created, 'response')),
    status: 'incomplete',
    output: [...itemsOf(events).values()]
  };
}

function membersOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function itemsOf(events: readonly unknown[]): ReadonlyMap<unknown, object> {
  const items = new Map<unknown, object>();
  const texts = new Map<unknown, string>();
  for (const event of events) {
    const index = valueAt(event, 'output_index');
    const item = valueAt(event, 'item');
    const delta = valueAt(event, 'delta');
    if (typeof item === 'object' && item !== null) {
      items.set(index, item);
      if (valueAt(event, 'type') === 'response.output_item.done') {
        texts.delete(index);
      }
    } else if (typeof delta === 'string') {
      texts.set(index, (texts.get(index) ?? '') + delta);
    }
  }
  for (const [index, text] of texts) {
    items.set(index, withText(items.get(index) ?? {}, text));
  }
  return items;
}

/** The item with the text that came for it: of a message, or the arguments of a call. */
function withText(item: object, text: string): object {
  return valueAt(item, 'type') === 'function_call'
    ? { ...item, arguments: text }
    : { ...item, content: [{ type: 'output_text', text }] };
}
