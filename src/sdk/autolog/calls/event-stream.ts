import { setImmediate } from 'node:timers';
import type { Callee } from '../../api/traced-call';
import { debug, messageOf } from '../../diag';
import { whenDropped } from './dropped';
import type { CallResult, LibraryCall } from './library-call';
import { isObject, valueAt } from '../patching/patch';

/** Marks a span whose stream was not read to its end, by the reader's own doing. */
export const INTERRUPTED = 'mlflow.stream.interrupted';

/**
 * What makes the iterators of a `Stream` of a Stainless client: `tee`, `toReadableStream` and `for await` all ask its
 * `iterator`. OpenAI's client had none of these at first, and the stream, which its `controller` aborts, made its own.
 */
function factoryIn(value: object): 'iterator' | typeof Symbol.asyncIterator {
  return typeof valueAt(value, 'iterator') === 'function'
    ? 'iterator'
    : Symbol.asyncIterator;
}

function isEventStream(value: unknown): value is object {
  return (
    isObject(value) &&
    Symbol.asyncIterator in value &&
    (factoryIn(value) === 'iterator' ||
      typeof valueAt(value, 'controller', 'abort') === 'function')
  );
}

/**
 * Records what the reader of a stream gets, as he gets it: nothing is read ahead, and a reader who stops ends the
 * request as without us.
 * @returns false when the value is no stream.
 */
export function recordEventStream(
  value: unknown,
  recording: LibraryCall,
  streamed: (chunks: readonly unknown[]) => CallResult
): boolean {
  if (!isEventStream(value)) {
    return false;
  }
  const factory = factoryIn(value);
  // A function: `isEventStream` has looked.
  const iterator = Reflect.get(value, factory) as Callee;
  const signal = valueAt(value, 'controller', 'signal');
  const isAborted = (): boolean => valueAt(signal, 'aborted') === true;
  const reading = { recording, streamed, isAborted };
  endWithSignal(signal, reading);
  Reflect.set(value, factory, (...args: unknown[]) => {
    const steps = recordedIterator(
      Reflect.apply(iterator, value, args),
      reading
    );
    endWithReader(steps, reading);
    return steps;
  });
  return true;
}

/** Ends the span when the request is aborted and its reader takes no further step. */
function endWithSignal(signal: unknown, reading: Reading): void {
  if (signal instanceof AbortSignal) {
    signal.addEventListener('abort', () => {
      // A stream that breaks off aborts itself first, and tells its reader then.
      setImmediate(interruptReading, reading);
    });
  }
}

/** Ends the span when nobody holds the iterator any more. */
function endWithReader(steps: unknown, reading: Reading): void {
  if (isObject(steps)) {
    whenDropped(steps, () => {
      interruptReading(reading);
    });
  }
}

function interruptReading(reading: Reading): void {
  if (!reading.recording.isOver) {
    finishReading(reading, true);
  }
}

/** A stream that is being read: who records it, and what its chunks mean. */
export type Reading = {
  readonly recording: LibraryCall;
  readonly streamed: (chunks: readonly unknown[]) => CallResult;
  readonly isAborted: () => boolean;
};

/** The same iterator for its reader, and each of its steps is recorded. */
export function recordedIterator(inner: unknown, reading: Reading): unknown {
  if (!isObject(inner)) {
    return inner;
  }
  const outer = Object.create(Reflect.getPrototypeOf(inner)) as object;
  recordSteps(inner, outer, reading);
  return outer;
}

/** Gives `outer`, which may be `inner` itself, methods that do a step of `inner` and record it. */
export function recordSteps(
  inner: object,
  outer: object,
  reading: Reading
): void {
  for (const name of ['next', 'return', 'throw'] as const) {
    const step: unknown = Reflect.get(inner, name);
    if (typeof step === 'function') {
      Reflect.defineProperty(outer, name, {
        value: (...args: unknown[]) =>
          recordedStep(
            Reflect.apply(step, inner, args) as StepResult,
            name,
            reading
          ),
        writable: true,
        configurable: true
      });
    }
  }
}

type StepResult = Promise<IteratorResult<unknown>>;

/** The step itself, once what it gives is recorded. */
export function recordedStep(
  step: StepResult,
  name: 'next' | 'return' | 'throw',
  reading: Reading
): StepResult {
  const { recording } = reading;
  // The steps of an async generator never throw; one handler each costs less than a function that awaits.
  return step.then(
    result => {
      if (result.done !== true) {
        recording.addChunk(result.value);
      } else {
        finishReading(reading, name !== 'next' || reading.isAborted());
      }
      return result;
    },
    (error: unknown) => {
      failReading(reading, error);
      throw error;
    }
  );
}

/** Ends the span with what was thrown, and with what came before; what the reader himself ended is no error. */
export function failReading(reading: Reading, error: unknown): void {
  // The stream of a Stainless client aborts itself when it breaks off, so its own word counts for nothing here.
  if (reading.recording.isAborted || valueAt(error, 'name') === 'AbortError') {
    finishReading(reading, true);
  } else {
    reading.recording.fail(error, partialOf(reading));
  }
}

/** Ends the span with what came. */
export function finishReading(reading: Reading, isInterrupted: boolean): void {
  const result = partialOf(reading);
  reading.recording.succeed(
    isInterrupted
      ? { ...result, attributes: { ...result.attributes, [INTERRUPTED]: true } }
      : result
  );
}

function partialOf({ recording, streamed }: Reading): CallResult {
  try {
    const { chunks } = recording;
    return chunks.length === 0 ? {} : streamed(chunks);
  } catch (error) {
    debug('autolog', `a stream was not understood: ${messageOf(error)}`);
    return {};
  }
}

type StepKind = 'next' | 'return' | 'throw';

/** A generator whose steps are done by `run`; what is no generator stays as it is. */
export function withSteps(
  generator: unknown,
  run: (step: () => unknown, kind: StepKind) => unknown
): unknown {
  if (!isObject(generator) || !(Symbol.asyncIterator in generator)) {
    return generator;
  }
  for (const kind of ['next', 'return', 'throw'] as const) {
    const step: unknown = Reflect.get(generator, kind);
    if (typeof step === 'function') {
      Reflect.defineProperty(generator, kind, {
        value: (...args: unknown[]) =>
          run((): unknown => Reflect.apply(step, generator, args), kind),
        writable: true,
        configurable: true
      });
    }
  }
  return generator;
}
