import { shared, type ContextFrame } from '../state';

/** Who is told how the work behind a thenable went; also the frame in which the work runs. */
export type Follower = ContextFrame & {
  succeed(value: unknown): void;
  fail(error: unknown): void;
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
  follower: Follower
): object | undefined {
  return isThenable(value)
    ? new Proxy(value, {
        get: (target, key) => {
          const member: unknown = Reflect.get(target, key, target);
          if (!isCallback(member)) {
            return member;
          }
          return key === 'then'
            ? thenOf(target, member, follower)
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
function thenOf(target: object, then: Callback, follower: Follower) {
  return (onFulfilled?: unknown, onRejected?: unknown): unknown => {
    const outer = shared.context.getStore();
    return shared.context.run(follower, () =>
      Reflect.apply<unknown, [unknown, unknown], unknown>(then, target, [
        (value: unknown) => {
          follower.succeed(value);
          return isCallback(onFulfilled)
            ? shared.context.run(outer, onFulfilled, value)
            : value;
        },
        (error: unknown) => {
          follower.fail(error);
          if (isCallback(onRejected)) {
            return shared.context.run(outer, onRejected, error);
          }
          throw error;
        }
      ])
    );
  };
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}
