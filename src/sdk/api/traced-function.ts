import { types } from 'node:util';
import { shareParameters } from '../calls/parameters';
import { SpanScope } from '../recording/span-scope';
import { shared } from '../state';
import { beginCall, type Callee } from './traced-call';
import { tracedGeneratorFunction } from './traced-generator';
import { checkTraceOptions, type TraceOptions } from './trace-options';

/** The function with each call recorded as a span; name, length, `this`, properties and `new` are those of `fn`. */
export function tracedFunction(fn: Callee, options: TraceOptions): Callee {
  const isGenerator = types.isGeneratorFunction(fn);
  checkTraceOptions(options, isGenerator);
  const traced = isGenerator
    ? tracedGeneratorFunction(fn, options)
    : tracedPlainFunction(fn, options);
  dressAs(traced, fn);
  shareParameters(traced, fn);
  return traced;
}

/**
 * Two stack frames a call besides the function's own: the wrapper and `run`. Deep recursion is the reason why the user's
 * function is called here and not by a helper.
 */
function tracedPlainFunction(fn: Callee, options: TraceOptions): Callee {
  return function traced(this: unknown, ...args: unknown[]): unknown {
    // The compiler takes it for given that a function expression is never called with new.
    if ((new.target as unknown) !== undefined) {
      return Reflect.construct(fn, args, fn);
    }
    if (!shared.isEnabled) {
      return Reflect.apply(fn, this, args);
    }
    const scope = new SpanScope(beginCall(fn, args, options));
    let result: unknown;
    try {
      result = shared.context.run(scope.frame, Reflect.apply, fn, this, args);
    } catch (error) {
      scope.fail(error);
      throw error;
    }
    return scope.settle(result);
  };
}

function dressAs(wrapper: Callee, fn: Callee): void {
  for (const key of Reflect.ownKeys(fn)) {
    const property = Object.getOwnPropertyDescriptor(fn, key);
    if (property !== undefined) {
      Reflect.defineProperty(wrapper, key, property);
    }
  }
  Reflect.setPrototypeOf(wrapper, Reflect.getPrototypeOf(fn));
}
