import { isCallee, type AnyFunction, type Callee } from './traced-call';
import { tracedFunction } from './traced-function';
import type { TraceOptions } from './trace-options';
import { jsonTextOf } from '../values/json-text';

/** What a standard (TC39) decorator is told of a method; the part of `ClassMethodDecoratorContext` that is used. */
export type MethodContext = {
  readonly kind: string;
  readonly name: string | symbol;
};

/** Wraps a function, or decorates a method in either flavour of decorators. */
export type TraceDecorator = {
  <F extends AnyFunction>(fn: F, context?: MethodContext): F;
  <F extends AnyFunction>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<F>
  ): TypedPropertyDescriptor<F>;
};

/**
 * Records every call of a function as a span: name, arguments by parameter name with defaults, return value, time,
 * and what it throws, which is thrown on unchanged. Promises, thenables, generators and async generators are followed
 * to their end. Calls within hang under it, also in what it awaits.
 *
 * As a wrapper the result has the type, name, length, `this` and properties of the function. As a decorator it is for
 * methods, static ones too, in standard and in legacy (`experimentalDecorators`) flavour; with options:
 * `@trace({ spanType: SpanType.TOOL })`.
 *
 * @throws TypeError when something else than a function or method is given.
 * @example
 * ```ts
 * const add = trace((a: number, b = 1) => a + b, {
 *   name: 'add',
 *   spanType: SpanType.TOOL
 * });
 * add(2); // → 3
 *
 * class Agent {
 *   @trace
 *   async answer(question: string) {
 *     return ask(question);
 *   }
 * }
 * await new Agent().answer(question);
 * const agent = await getLastActiveTrace();
 * agent?.data.spans[0]?.inputs; // → { question }
 * ```
 */
export function trace<F extends AnyFunction>(fn: F, options?: TraceOptions): F;
export function trace<F extends AnyFunction>(
  method: F,
  context: MethodContext
): F;
export function trace<F extends AnyFunction>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<F>
): TypedPropertyDescriptor<F>;
export function trace(options?: TraceOptions): TraceDecorator;
export function trace(...args: unknown[]): unknown {
  const [first, second] = args;
  if (isCallee(first) && isOptional(second) && args.length <= 2) {
    return tracedFunction(first, second ?? {});
  }
  if (args.length >= 2) {
    return decorated({}, args);
  }
  if (!isOptional(first)) {
    throw new TypeError(
      `trace: got ${kindOfTarget(first)}, expected a function or options`
    );
  }
  return (...decoratorArgs: unknown[]): unknown =>
    decorated(first ?? {}, decoratorArgs);
}

/** Tells the flavours of decorators apart, as they cannot be told before they are applied. */
function decorated(options: TraceOptions, args: readonly unknown[]): unknown {
  const [first, second, descriptor] = args;
  if (isContext(second)) {
    if (second.kind !== 'method' || !isCallee(first)) {
      throw notAMethod(String(second.name), second.kind);
    }
    return tracedFunction(first, options);
  }
  if (isMethodDescriptor(descriptor)) {
    const { value: method } = descriptor;
    return { ...descriptor, value: tracedFunction(method, options) };
  }
  if (isCallee(first) && args.length === 1) {
    return tracedFunction(first, options);
  }
  if (args.length === 1) {
    throw new TypeError(
      `@trace works on methods, it got ${kindOfTarget(first)}`
    );
  }
  throw notAMethod(
    typeof second === 'symbol' ? second.toString() : jsonTextOf(second)
  );
}

/** What somebody wants to trace and cannot be traced. */
function kindOfTarget(target: unknown): string {
  if (typeof target !== 'function') {
    return target === null ? 'null' : typeof target;
  }
  return `the class ${target.name} (trace its methods)`;
}

function notAMethod(name: string, kind = 'getter, setter or field'): TypeError {
  return new TypeError(
    `@trace works on methods, ${name} is a ${kind}; wrap a function with trace(fn) instead`
  );
}

/** Options, or none; the fields are checked where they are used. */
function isOptional(value: unknown): value is TraceOptions | undefined {
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && !isContext(value))
  );
}

function isContext(value: unknown): value is MethodContext {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'kind') === 'string' &&
    Reflect.has(value, 'name')
  );
}

type MethodDescriptor = { readonly value: Callee };

function isMethodDescriptor(value: unknown): value is MethodDescriptor {
  return (
    typeof value === 'object' &&
    value !== null &&
    isCallee(Reflect.get(value, 'value'))
  );
}
