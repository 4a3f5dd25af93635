import type { AnyFunction, Callee } from './traced-call';
import { tracedFunction } from './traced-function';
import type { TraceOptions } from './trace-options';

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
 * const add = trace((a: number, b = 1) => a + b, { name: 'add', spanType: SpanType.TOOL });
 * add(2); // a span "add" with inputs {a: 2, b: 1} and outputs 3
 *
 * class Agent {
 *   @trace
 *   async answer(question: string) { … }
 * }
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
  if (typeof first === 'function' && args.length <= 2 && !isContext(second)) {
    return tracedFunction(first as Callee, (second ?? {}) as TraceOptions);
  }
  if (args.length >= 2) {
    return decorated({}, args);
  }
  if (first !== undefined && (typeof first !== 'object' || first === null)) {
    throw new TypeError(
      `trace: got ${first === null ? 'null' : typeof first}, expected a function or options`
    );
  }
  const options: TraceOptions = first ?? {};
  return (...decoratorArgs: unknown[]): unknown =>
    decorated(options, decoratorArgs);
}

/** Tells the flavours of decorators apart, as they cannot be told before they are applied. */
function decorated(
  options: TraceOptions,
  [first, second, descriptor]: unknown[]
): unknown {
  if (isContext(second)) {
    return decoratedMethod(options, first, second);
  }
  if (isMethodDescriptor(descriptor)) {
    return {
      ...descriptor,
      value: tracedFunction(descriptor.value, options)
    };
  }
  if (
    typeof first === 'function' &&
    descriptor === undefined &&
    second === undefined
  ) {
    return tracedFunction(first as Callee, options);
  }
  throw notAMethod(String(second));
}

function decoratedMethod(
  options: TraceOptions,
  method: unknown,
  { kind, name }: MethodContext
): Callee {
  if (kind !== 'method' || typeof method !== 'function') {
    throw notAMethod(String(name), kind);
  }
  return tracedFunction(method as Callee, options);
}

function notAMethod(name: string, kind = 'getter, setter or field'): TypeError {
  return new TypeError(
    `@trace works on methods, "${name}" is a ${kind}; wrap a function with trace(fn) instead`
  );
}

function isContext(value: unknown): value is MethodContext {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'kind') === 'string' &&
    Reflect.has(value, 'name') &&
    Reflect.has(value, 'access')
  );
}

function isMethodDescriptor(
  value: unknown
): value is PropertyDescriptor & { readonly value: Callee } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'value') === 'function'
  );
}
