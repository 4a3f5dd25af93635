import { types } from 'node:util';
import type { JsonText } from '../../bundle/types';
import { callInputsOf } from '../calls/call-inputs';
import { debug, messageOf } from '../diag';
import { AttributeKey } from '../recording/attribute-keys';
import type { RecordingSpan } from '../recording/recording-span';
import type { SpanScope } from '../recording/span-scope';
import { beginSpan } from '../recording/start-span';
import { jsonStringOf } from '../values/json-text';
import { experimentOf } from './span-options';
import type { TraceOptions } from './trace-options';

/**
 * Any function. It names no parameters, since those of a function written in place would take their types from here:
 * `minutes = 4` would be a `never`, or an `any`, instead of a number.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
export type AnyFunction = Function;

/** A function about to be called for the user. */
export type Callee = (...args: unknown[]) => unknown;

/** True for a function that can be called; false for a class, which can only be constructed. */
export function isCallee(value: unknown): value is Callee {
  return (
    typeof value === 'function' &&
    !/^class\b/.test(Function.prototype.toString.call(value))
  );
}

/** The span of one call, with the arguments as its inputs. */
export function beginCall(
  fn: Callee,
  args: readonly unknown[],
  options: TraceOptions
): SpanScope {
  const scope = beginSpan(
    {
      name: options.name ?? factsOf(fn).name,
      spanType: options.spanType,
      attributes: options.attributes,
      description: options.description,
      logLevel: options.logLevel,
      links: options.links,
      experiment: options.traceDestination && experimentOf(options),
      samplingRatio: options.samplingRatioOverride
    },
    span => {
      describeCall(span, fn, args);
    }
  );
  scope.isCall = true;
  return scope;
}

/** The name for a function without one, such as an arrow function in an argument list. */
const ANONYMOUS = 'anonymous';

/** The function's name, `anonymous` when it has none. */
export function nameOf(fn: Callee): string {
  return fn.name === '' ? ANONYMOUS : fn.name;
}

type Facts = {
  readonly name: string;
  /** JSON text of the name; none for a generator, as in Python: its span is not one call of the function. */
  readonly nameText: JsonText | undefined;
};

/** What is the same for every call of a function. */
const knownFacts = new WeakMap<Callee, Facts>();

function factsOf(fn: Callee): Facts {
  const known = knownFacts.get(fn);
  if (known !== undefined) {
    return known;
  }
  const name = nameOf(fn);
  const facts = {
    name,
    nameText: types.isGeneratorFunction(fn) ? undefined : jsonStringOf(name)
  };
  knownFacts.set(fn, facts);
  return facts;
}

/** When the arguments cannot be told, the call is recorded without inputs. */
function describeCall(
  span: RecordingSpan,
  fn: Callee,
  args: readonly unknown[]
): void {
  const { nameText } = factsOf(fn);
  if (nameText !== undefined) {
    span.setText(AttributeKey.functionName, nameText);
  }
  try {
    span.setInputs(callInputsOf(fn, args));
  } catch (error) {
    debug('inputs', `${nameOf(fn)}: inputs not recorded: ${messageOf(error)}`);
  }
}
