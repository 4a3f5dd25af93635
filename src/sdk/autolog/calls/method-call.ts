import { debug, messageOf } from '../../diag';
import { isTracingOn } from '../../recording/ambient';
import { seenByOtel } from '../../recording/otel-bridge';
import { SpanType } from '../../recording/span-type';
import { shared } from '../../state';
import {
  failReading,
  finishReading,
  recordedIterator,
  recordedStep,
  recordSteps,
  withSteps,
  type Reading
} from './event-stream';
import type { AutologSettings } from '../integration';
import {
  callAround,
  LibraryCall,
  type CallDescription,
  type CallResult
} from './library-call';
import { isFreeStream, observedStream } from './observed-stream';
import { isObject, replaceMethod, valueAt, type Undo } from '../patching/patch';
import { resultOf } from './stainless';

/**
 * A method that gives an answer or something that can be read chunk by chunk, or a promise of either, or that is an
 * async generator.
 */
export type MethodCall = {
  /** What the call is; `undefined` when it is not one to be recorded. */
  readonly describe: (
    owner: unknown,
    args: readonly unknown[]
  ) => CallDescription | undefined;
  /** What a whole answer says. */
  readonly result: (value: unknown) => CallResult;
  /** What the chunks of a stream say together, also of one that broke off. */
  readonly streamed?: (chunks: readonly unknown[]) => CallResult;
  /** Where in the answer the stream may stand, when the answer is not the stream itself. */
  readonly streamsAt?: readonly string[];
  /**
   * True where the library itself pipes the stream on, which no reader's method sees: another stream of the same parts
   * stands in for it.
   */
  readonly isPiped?: boolean;
  /** True where the answer is a generator, within which further calls are made as it is read. */
  readonly isRunByReader?: boolean;
  /** What an answer says went wrong, of libraries that throw nothing then. */
  readonly failure?: (value: unknown) => Error | undefined;
};

/** Records each call of the method. */
export function traceMethodCall(
  owner: unknown,
  name: string,
  call: MethodCall,
  settings: () => AutologSettings
): Undo | undefined {
  return replaceMethod(
    owner,
    name,
    original =>
      function traced(this: unknown, ...args: unknown[]): unknown {
        const now = settings();
        const description =
          now.logTraces && isTracingOn()
            ? described(call, this, args)
            : undefined;
        return description === undefined
          ? Reflect.apply(original, this, args)
          : recordedCall(
              (): unknown => Reflect.apply(original, this, args),
              new LibraryCall(description, now),
              call
            );
      }
  );
}

/** A call that is not understood is not recorded. */
function described(
  { describe }: MethodCall,
  owner: unknown,
  args: readonly unknown[]
): CallDescription | undefined {
  try {
    return describe(owner, args);
  } catch (error) {
    debug('autolog', `a call was not understood: ${messageOf(error)}`);
    return undefined;
  }
}

function recordedCall(
  run: () => unknown,
  recording: LibraryCall,
  call: MethodCall
): unknown {
  let given: unknown;
  try {
    given = runInCall(recording, run);
  } catch (error) {
    recording.fail(error);
    throw error;
  }
  if (!(given instanceof Promise)) {
    // The code of a generator runs when it is read.
    const read = withSteps(given, step => runInCall(recording, step));
    recordValue(read, recording, call);
    return given;
  }
  // A further promise: handlers on the given one would hide from the program that nobody handles its rejection.
  return given.then(
    (value: unknown) => recordedValue(value, recording, call),
    (error: unknown) => {
      recording.fail(error);
      throw error;
    }
  );
}

/** Runs the library with the span of the call as the active one. */
export function runInCall<T>({ scope }: LibraryCall, run: () => T): T {
  return shared.context.run(scope, seenByOtel(scope.span, run));
}

/** The value, or the stream that stands in for it. */
function recordedValue(
  value: unknown,
  recording: LibraryCall,
  call: MethodCall
): unknown {
  const { streamed, isPiped = false, isRunByReader = false } = call;
  if (isPiped && streamed !== undefined && isFreeStream(value)) {
    return pipedStream(value, readingOf(recording, streamed));
  }
  if (isRunByReader) {
    withSteps(value, step => runInCall(recording, step));
  }
  recordValue(value, recording, call);
  return value;
}

function pipedStream(
  stream: Parameters<typeof observedStream>[0],
  reading: Reading
): unknown {
  endWithRun(reading);
  return observedStream(stream, {
    part: chunk => {
      reading.recording.addChunk(chunk);
    },
    end: () => {
      finishReading(reading, false);
    },
    fail: error => {
      failReading(reading, error);
    },
    cancel: () => {
      finishReading(reading, true);
    }
  });
}

/** A run that ends reads its model's stream no more, which it need not tell the stream; a tool may have handed it out. */
function endWithRun(reading: Reading): void {
  const run = callAround();
  if (run?.scope.span.spanType !== SpanType.TOOL) {
    run?.beforeEnd(() => {
      if (!reading.recording.isOver) {
        finishReading(reading, true);
      }
    });
  }
}

function readingOf(
  recording: LibraryCall,
  streamed: Reading['streamed']
): Reading {
  return { recording, streamed, isAborted: () => recording.isAborted };
}

function recordValue(
  value: unknown,
  recording: LibraryCall,
  { result, streamed, streamsAt, failure }: MethodCall
): void {
  const places = streamsAt?.map(key => valueAt(value, key)) ?? [value];
  const isStream =
    streamed !== undefined &&
    places.some(place => recordStream(place, recording, streamed));
  if (isStream) {
    return;
  }
  const error = failure?.(value);
  if (error === undefined) {
    recording.succeed(resultOf(() => result(value)));
  } else {
    recording.fail(
      error,
      resultOf(() => result(value))
    );
  }
}

/**
 * Records what the reader of an async iterable gets, as he gets it. The object stays the one that the library made.
 * @returns false when the value cannot be iterated.
 */
function recordStream(
  value: unknown,
  recording: LibraryCall,
  streamed: Reading['streamed']
): boolean {
  const iterate: unknown =
    isObject(value) && Reflect.get(value, Symbol.asyncIterator);
  if (!isObject(value) || typeof iterate !== 'function') {
    return false;
  }
  const reading = readingOf(recording, streamed);
  if (typeof valueAt(value, 'next') === 'function') {
    recordSteps(value, value, reading); // a generator, which is its own iterator
    return true;
  }
  replaceOwn(value, Symbol.asyncIterator, (...args) =>
    recordedIterator(Reflect.apply(iterate, value, args), reading)
  );
  recordReaders(value, reading);
  return true;
}

type Step = Promise<IteratorResult<unknown>>;

/** A stream of the web's kind may be read by a reader too, whose `read` is an iterator's `next`. */
function recordReaders(stream: object, reading: Reading): void {
  const getReader = valueAt(stream, 'getReader');
  if (typeof getReader !== 'function') {
    return;
  }
  replaceOwn(stream, 'getReader', (...args) => {
    const reader: unknown = Reflect.apply(getReader, stream, args);
    const read = valueAt(reader, 'read');
    const cancel = valueAt(reader, 'cancel');
    if (
      isObject(reader) &&
      typeof read === 'function' &&
      typeof cancel === 'function'
    ) {
      replaceOwn(reader, 'read', () =>
        // What a reader reads has the form of an iterator's step.
        recordedStep(Reflect.apply(read, reader, []) as Step, 'next', reading)
      );
      replaceOwn(reader, 'cancel', (...reasons) => {
        finishReading(reading, true);
        return Reflect.apply(cancel, reader, reasons) as unknown;
      });
    }
    return reader;
  });
}

function replaceOwn(
  owner: object,
  key: string | symbol,
  value: (...args: unknown[]) => unknown
): void {
  Reflect.defineProperty(owner, key, {
    value,
    writable: true,
    configurable: true
  });
}
