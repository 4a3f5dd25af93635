import { valueAt } from '../patching/patch';
import { textAt } from '../calls/read';

/** Parts that say nothing of the answer: the first of them comes before the first token. */
const SILENT: ReadonlySet<unknown> = new Set([
  'stream-start',
  'response-metadata',
  'raw'
]);

/** True for a part that is about the answer. */
export function isTelling(part: unknown): boolean {
  return !SILENT.has(valueAt(part, 'type'));
}

/** Fewer parts that say the same: what follows each other of one text is one. */
export function joinedParts(parts: readonly unknown[]): readonly unknown[] {
  const joined: unknown[] = [];
  let last: Delta | undefined;
  for (const part of parts) {
    if (last !== undefined && isDelta(part) && goesOn(part, last)) {
      last.delta += part.delta;
    } else {
      last = isDelta(part) ? { ...part } : undefined;
      joined.push(last ?? part);
    }
  }
  return joined;
}

/** A part of a text, or of what a tool is given. */
type Delta = { delta: string };

function isDelta(part: unknown): part is Delta {
  return typeof valueAt(part, 'delta') === 'string';
}

function goesOn(part: Delta, last: Delta): boolean {
  return (
    valueAt(part, 'type') === valueAt(last, 'type') && idOf(part) === idOf(last)
  );
}

function idOf(part: unknown): string {
  return String(valueAt(part, 'id') ?? valueAt(part, 'toolCallId'));
}

/** The content that the parts of a stream make up, as a model gives it when it is not streamed. */
export function contentOf(parts: readonly unknown[]): readonly object[] {
  const texts = new Map<string, Record<string, unknown>>();
  const tools = new Map<string, Record<string, unknown>>();
  for (const part of parts) {
    const id = idOf(part);
    const delta = textAt(part, 'delta');
    switch (valueAt(part, 'type')) {
      case 'text-delta':
      case 'reasoning-delta': {
        const type = String(valueAt(part, 'type')).replace('-delta', '');
        const known = texts.get(`${type} ${id}`) ?? { type, text: '' };
        known['text'] = String(known['text']) + delta;
        texts.set(`${type} ${id}`, known);
        break;
      }
      case 'tool-input-start':
        tools.set(id, {
          ...{ type: 'tool-call', toolCallId: id, input: '' },
          toolName: valueAt(part, 'toolName')
        });
        break;
      case 'tool-input-delta': {
        const known = tools.get(id);
        if (known !== undefined) {
          known['input'] = String(known['input']) + delta;
        }
        break;
      }
      case 'tool-call':
        tools.set(id, { ...(part as object) });
    }
  }
  return [...texts.values(), ...tools.values()];
}
