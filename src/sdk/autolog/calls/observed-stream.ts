import { ReadableStream } from 'node:stream/web';
import { whenDropped } from './dropped';
import { isObject, valueAt } from '../patching/patch';

/** What one wants to know of a stream that somebody else reads. */
export type StreamObserver = {
  readonly part: (value: unknown) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
  /** The reader wants no more, or has let the stream go, where that matters. Must not hold the stream. */
  readonly cancel?: () => void;
};

/** The same parts at the same pace: nothing is read before it is asked for, and who cancels, cancels the source. */
export function observedStream(
  source: ReadableStream<unknown>,
  observer: StreamObserver
): ReadableStream<unknown> {
  const reader = source.getReader();
  const stream = new ReadableStream<unknown>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            isOver();
            observer.end();
            controller.close();
            return;
          }
          observer.part(value);
          controller.enqueue(value);
        } catch (error) {
          isOver();
          observer.fail(error);
          controller.error(error);
        }
      },
      cancel(reason) {
        isOver();
        observer.cancel?.();
        return reader.cancel(reason);
      }
    },
    { highWaterMark: 0 }
  );
  const { cancel } = observer;
  const isOver = cancel ? whenDropped(stream, cancel) : () => undefined;
  return stream;
}

/** True for a stream that nobody reads yet. */
export function isFreeStream(value: unknown): value is ReadableStream<unknown> {
  return (
    isObject(value) &&
    typeof valueAt(value, 'getReader') === 'function' &&
    valueAt(value, 'locked') === false
  );
}
