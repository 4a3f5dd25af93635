import { membersOf } from '../calls/members';
import { isObject, valueAt } from '../patching/patch';
import { countAt, listAt, textAt } from '../calls/read';

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
    output: itemsOf(events)
  };
}

/** An item while its parts come in; the texts by the kind of event that brings them, and by their place. */
type Item = {
  members: object;
  readonly texts: Map<string, { readonly kind: string; text: string }>;
  isDone: boolean;
};

function itemsOf(events: readonly unknown[]): readonly object[] {
  const items = new Map<unknown, Item>();
  for (const event of events) {
    const index = valueAt(event, 'output_index');
    const item = items.get(index) ?? newItem();
    if (addEvent(item, event)) {
      items.set(index, item);
    }
  }
  return [...items.values()].map(wholeOf);
}

function newItem(): Item {
  return { members: {}, texts: new Map(), isDone: false };
}

/** False for an event that tells of no item. */
function addEvent(item: Item, event: unknown): boolean {
  const members = valueAt(event, 'item');
  const delta = valueAt(event, 'delta');
  if (isObject(members)) {
    item.members = members;
    item.isDone = valueAt(event, 'type') === 'response.output_item.done';
  } else if (typeof delta === 'string') {
    addText(item, event, delta);
  } else {
    return false;
  }
  return true;
}

function addText({ texts }: Item, event: unknown, delta: string): void {
  const kind = textAt(event, 'type');
  const place =
    countAt(event, 'content_index') ?? countAt(event, 'summary_index') ?? 0;
  const key = `${kind} ${place}`;
  const text = texts.get(key) ?? { kind, text: '' };
  texts.set(key, text);
  text.text += delta;
}

/** The item with the texts that came for it: of a message, of a thought, or the arguments of a call. */
function wholeOf({ members, texts, isDone }: Item): object {
  return isDone
    ? members
    : [...texts.values()].reduce(
        (item, { kind, text }) => withText(item, kind, text),
        members
      );
}

function withText(item: object, kind: string, text: string): object {
  const [, name = ''] = /^response\.(\w+)\.delta$/.exec(kind) ?? [];
  switch (name) {
    case 'refusal':
      return withPart(item, 'content', { type: 'refusal', refusal: text });
    case 'reasoning_summary_text':
      return withPart(item, 'summary', { type: 'summary_text', text });
    case 'reasoning_text':
      return withPart(item, 'content', { type: 'reasoning_text', text });
    case 'function_call_arguments':
    case 'mcp_call_arguments':
      return { ...item, arguments: text };
    case 'custom_tool_call_input':
      return { ...item, input: text };
    case 'code_interpreter_call_code':
      return { ...item, code: text };
    default:
      return withPart(item, 'content', { type: 'output_text', text });
  }
}

function withPart(item: object, name: string, part: object): object {
  return { ...item, [name]: [...listAt(item, name), part] };
}
