import { shared, type ContextFrame } from '../state';

/** Who is told how the work behind a thenable went. */
export type Outcome = {
  readonly frame: ContextFrame;
  readonly succeed: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
};

type Callback = (...args: unknown[]) => unknown;

/**
 * A stand-in for an object with a `then` method that is no plain promise (a query builder, a promise class with
 * methods of its own); undefined for anything else.
 *
 * Such an object often starts its work when `then` is called, so it is never called by us: the stand-in behaves as the
 * object itself, and reports the outcome when the user awaits it. Everything else is passed on to the object.
 */
export function tracedThenable(
  value: unknown,
  outcome: Outcome
): object | undefined {
  return isThenable(value)
    ? new Proxy(value, {
        get: (target, key) => {
          const member: unknown = Reflect.get(target, key, target);
          if (!isCallback(member)) {
            return member;
          }
          return key === 'then'
            ? thenOf(target, member, outcome)
            : // Methods of classes with private fields work on the object itself only.
              (...args: unknown[]) => Reflect.apply(member, target, args);
        }
      })
    : undefined;
}

function isThenable(value: unknown): value is object {
  return (
    ((typeof value === 'object' && value !== null) ||
      typeof value === 'function') &&
    typeof Reflect.get(value, 'then') === 'function'
  );
}

/** The work runs with the span active, the user's callbacks with whatever was active for the user. */
function thenOf(target: object, then: Callback, outcome: Outcome) {
  return (onFulfilled?: unknown, onRejected?: unknown): unknown => {
    const outer = shared.context.getStore();
    return shared.context.run(outcome.frame, () =>
      Reflect.apply<unknown, [unknown, unknown], unknown>(then, target, [
        (value: unknown) => {
          outcome.succeed(value);
          return isCallback(onFulfilled)
            ? runIn(outer, onFulfilled, value)
            : value;
        },
        (error: unknown) => {
          outcome.fail(error);
          if (isCallback(onRejected)) {
            return runIn(outer, onRejected, error);
          }
          throw error;
        }
      ])
    );
  };
}

function runIn(
  frame: ContextFrame | undefined,
  callback: Callback,
  value: unknown
): unknown {
  return frame === undefined
    ? shared.context.exit(callback, value)
    : shared.context.run(frame, callback, value);
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}
