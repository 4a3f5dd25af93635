import { ReadableStream, WritableStream } from 'node:stream/web';
import { whenDropped } from './dropped';
import { ObservedReader, type StreamObserver } from './observed-reader';
import { pump } from './pump';
import { isObject, valueAt } from '../patching/patch';

/** The same parts at the same pace: nothing is read before it is asked for, and who cancels, cancels the source. */
export function observedStream(
  source: ReadableStream<unknown>,
  observer: StreamObserver
): ReadableStream<unknown> {
  const reader = new ObservedReader(source, observer);
  const stream = new ReadableStream<unknown>(
    {
      async pull(controller) {
        try {
          const step = await reader.read();
          reader.note(step);
          if (step.done) {
            controller.close();
          } else {
            controller.enqueue(step.value);
          }
        } catch (error) {
          reader.fail(error);
          controller.error(error);
        }
      },
      cancel: reason => reader.cancel(reason)
    },
    { highWaterMark: 0 }
  );
  if (observer.cancel !== undefined) {
    reader.whenOver = whenDropped(stream, observer.cancel);
  }
  pipeDirectly(stream, reader);
  return stream;
}

/**
 * Lets the parts go to where the stream is piped without a stop in the stream itself, which would be most of what a part
 * costs (bench/autolog): the libraries pipe a model's stream on, and read it there.
 */
function pipeDirectly(
  stream: ReadableStream<unknown>,
  reader: ObservedReader
): void {
  const pipeThrough = stream.pipeThrough.bind(stream) as Pipe;
  Object.defineProperty(stream, 'pipeThrough', {
    value: (pair: Transform, ...options: unknown[]): unknown => {
      const isPlain =
        options.length === 0 &&
        !stream.locked &&
        valueAt(pair, 'readable') instanceof ReadableStream &&
        isWritable(valueAt(pair, 'writable'));
      if (!isPlain) {
        return pipeThrough(pair, ...options);
      }
      void pump(stream, reader, pair.writable);
      return pair.readable;
    },
    writable: true,
    configurable: true
  });
}

type Transform = {
  readonly readable: ReadableStream<unknown>;
  readonly writable: WritableStream<unknown>;
};

type Pipe = (pair: Transform, ...options: unknown[]) => unknown;

/** A writable stream of this runtime's that nobody writes to yet. */
function isWritable(value: unknown): boolean {
  return value instanceof WritableStream && !value.locked;
}

/** True for a stream that nobody reads yet. */
export function isFreeStream(value: unknown): value is ReadableStream<unknown> {
  return (
    isObject(value) &&
    typeof valueAt(value, 'getReader') === 'function' &&
    valueAt(value, 'locked') === false
  );
}
