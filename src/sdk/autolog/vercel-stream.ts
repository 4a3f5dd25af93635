import { ReadableStream } from 'node:stream/web';
import { isObject, valueAt } from './patch';
import { textAt } from './read';

/** Parts that say nothing of the answer: the first of them comes before the first token. */
const SILENT: ReadonlySet<unknown> = new Set([
  'stream-start',
  'response-metadata',
  'raw'
]);

/** What one wants to know of a stream that somebody else reads. */
export type StreamObserver = {
  readonly part: (value: unknown) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
  /** The reader wants no more. */
  readonly cancel: () => void;
};

/** The same parts at the same pace: nothing is read before it is asked for, and who cancels, cancels the source. */
export function observedStream(
  source: ReadableStream<unknown>,
  observer: StreamObserver
): ReadableStream<unknown> {
  const reader = source.getReader();
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            observer.end();
            controller.close();
            return;
          }
          if (!SILENT.has(valueAt(value, 'type'))) {
            observer.part(value);
          }
          controller.enqueue(value);
        } catch (error) {
          observer.fail(error);
          controller.error(error);
        }
      },
      cancel(reason) {
        observer.cancel();
        return reader.cancel(reason);
      }
    },
    { highWaterMark: 0 }
  );
}

/** True for a stream that nobody reads yet. */
export function isFreeStream(value: unknown): value is ReadableStream<unknown> {
  return (
    isObject(value) &&
    typeof valueAt(value, 'getReader') === 'function' &&
    valueAt(value, 'locked') === false
  );
}

/** The content that the parts of a stream make up, as a model gives it when it is not streamed. */
export function contentOf(parts: readonly unknown[]): readonly object[] {
  const texts = new Map<string, Record<string, unknown>>();
  const tools = new Map<string, Record<string, unknown>>();
  for (const part of parts) {
    const id = String(valueAt(part, 'id') ?? valueAt(part, 'toolCallId'));
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
