import { types } from 'node:util';
import { isTracingOn } from '../recording/ambient';
import { seenByOtel } from '../recording/otel-bridge';
import { shared } from '../state';
import { beginCall, type Callee } from './traced-call';
import { GeneratorRecording } from './generator-recording';
import type { TraceOptions } from './trace-options';

type Step = 'next' | 'return' | 'throw';
type StepResult = IteratorResult<unknown, unknown>;

/**
 * The generator function with each generator recorded as a span: from its first pull to its end, active only while the
 * generator's own code runs. Each chunk is an event; the outputs are the list of chunks, or what `outputReducer` makes
 * of it. A consumer that stops early ends the span with the chunks so far.
 */
export function tracedGeneratorFunction(
  fn: Callee,
  options: TraceOptions
): Callee {
  return function traced(this: unknown, ...args: unknown[]): unknown {
    const inner = Reflect.apply(fn, this, args);
    return isTracingOn() && types.isGeneratorObject(inner)
      ? tracedGenerator(inner, () => beginCall(fn, args, options), options)
      : inner;
  };
}

function tracedGenerator(
  // The steps of a generator object, sync or async, behind one type: what they give is passed on as it is.
  inner: object,
  begin: () => ReturnType<typeof beginCall>,
  options: TraceOptions
): object {
  let recording: GeneratorRecording | undefined;
  const step =
    (name: Step) =>
    (...args: unknown[]): unknown => {
      if (recording === undefined && name === 'next') {
        recording = new GeneratorRecording(begin(), options.outputReducer);
      }
      return recording === undefined
        ? call(inner, name, args)
        : recorded(recording, inner, name, args);
    };
  // The prototype brings Symbol.iterator, Symbol.asyncIterator and the iterator helpers, which all call these three.
  const outer = {};
  Reflect.setPrototypeOf(outer, Reflect.getPrototypeOf(inner));
  for (const name of ['next', 'return', 'throw'] as const) {
    Object.defineProperty(outer, name, {
      value: step(name),
      writable: true,
      configurable: true
    });
  }
  return outer;
}

function recorded(
  recording: GeneratorRecording,
  inner: object,
  name: Step,
  args: unknown[]
): unknown {
  let result: unknown;
  try {
    const { scope } = recording;
    const callSeen = seenByOtel(scope.span, call);
    result = shared.context.run(scope, callSeen, inner, name, args);
  } catch (error) {
    recording.fail(error);
    throw error;
  }
  if (!types.isPromise(result)) {
    recording.take(result as StepResult);
    return result;
  }
  return result.then(
    value => {
      recording.take(value as StepResult);
      return value;
    },
    (error: unknown) => {
      recording.fail(error);
      throw error;
    }
  );
}

function call(inner: object, name: Step, args: unknown[]): unknown {
  return Reflect.apply(Reflect.get(inner, name) as Callee, inner, args);
}
