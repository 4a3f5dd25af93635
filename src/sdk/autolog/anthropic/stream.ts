import { isObject, valueAt } from '../patching/patch';
import { textAt } from '../calls/read';

/**
 * A content block while its deltas come in. What its texts began with counts only until the first delta of each: helpers
 * of early clients write the deltas into the very event that began the block, and the event is read after that.
 */
type Block = {
  readonly members: Record<string, unknown>;
  readonly texts: Map<string, string>;
  json: string;
};

/** The deltas that append to a text of their block, and which. */
const TEXT_OF: ReadonlyMap<unknown, string> = new Map([
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'signature']
]);

/** The message that the events of a stream make up, also of one that broke off. */
export function messageOfEvents(events: readonly unknown[]): object {
  let message: Record<string, unknown> = {};
  const blocks = new Map<unknown, Block>();
  for (const event of events) {
    switch (valueAt(event, 'type')) {
      case 'message_start':
        message = membersOf(valueAt(event, 'message'));
        break;
      case 'message_delta':
        message = mergedDelta(message, event);
        break;
      case 'content_block_start':
        blocks.set(valueAt(event, 'index'), {
          members: membersOf(valueAt(event, 'content_block')),
          texts: new Map(),
          json: ''
        });
        break;
      case 'content_block_delta':
        addDelta(blocks.get(valueAt(event, 'index')), valueAt(event, 'delta'));
    }
  }
  return { ...message, content: [...blocks.values()].map(blockOf) };
}

function membersOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? Object.fromEntries(Object.entries(value)) : {};
}

/** Brings why the message stopped, and the usage so far, which replaces what the start said. */
function mergedDelta(
  message: Record<string, unknown>,
  event: unknown
): Record<string, unknown> {
  return {
    ...message,
    ...membersOf(valueAt(event, 'delta')),
    usage: {
      ...membersOf(message['usage']),
      ...membersOf(valueAt(event, 'usage'))
    }
  };
}

function addDelta(block: Block | undefined, delta: unknown): void {
  if (block === undefined) {
    return;
  }
  const type = valueAt(delta, 'type');
  const key = TEXT_OF.get(type);
  if (key !== undefined) {
    const text = (block.texts.get(key) ?? '') + textAt(delta, key);
    block.texts.set(key, text);
  } else if (type === 'input_json_delta') {
    block.json += textAt(delta, 'partial_json');
  } else if (type === 'citations_delta') {
    const known = block.members['citations'];
    block.members['citations'] = [
      ...(Array.isArray(known) ? (known as readonly unknown[]) : []),
      valueAt(delta, 'citation')
    ];
  } else {
    addUnknown(block, delta);
  }
}

/** A delta of a kind that is newer than this: what it says is taken to be the block's, and texts to go on. */
function addUnknown({ members }: Block, delta: unknown): void {
  for (const [key, part] of Object.entries(Object(delta) as object)) {
    const known = members[key];
    if (key !== 'type') {
      members[key] =
        typeof part === 'string' && typeof known === 'string'
          ? known + part
          : part;
    }
  }
}

/** A tool's input comes as pieces of JSON; of a stream that broke off they are no JSON, and are shown as they are. */
function blockOf({ members, texts, json }: Block): object {
  const block = { ...members, ...Object.fromEntries(texts) };
  if (json === '') {
    return block;
  }
  try {
    return { ...block, input: JSON.parse(json) as unknown };
  } catch {
    return { ...block, input: json };
  }
}
