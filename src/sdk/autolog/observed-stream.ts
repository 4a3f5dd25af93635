import { ReadableStream } from 'node:stream/web';
import { isObject, valueAt } from './patch';

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
          observer.part(value);
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
