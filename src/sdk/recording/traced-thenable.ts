import { shared, type ContextFrame } from '../state';

/** Who is told how the work behind a thenable went. */
export type Outcome = {
  readonly frame: ContextFrame;
  succeed(value: unknown): void;
  fail(error: unknown): void;
};

type Callback = (value: unknown) => unknown;

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
          if (typeof member !== 'function') {
            return member;
          }
          return key === 'then'
            ? thenOf(target, member, outcome)
            : // Methods of classes with private fields work on the object itself only.
              member.bind(target);
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
function thenOf(
  target: object,
  then: object,
  { frame, succeed, fail }: Outcome
) {
  return (onFulfilled?: unknown, onRejected?: unknown): unknown => {
    const outer = shared.context.getStore();
    const inOuter = (callback: Callback, value: unknown): unknown =>
      outer === undefined
        ? shared.context.exit(callback, value)
        : shared.context.run(outer, callback, value);
    return shared.context.run(frame, () =>
      Reflect.apply(then as Callback, target, [
        (value: unknown) => {
          succeed(value);
          return typeof onFulfilled === 'function'
            ? inOuter(onFulfilled as Callback, value)
            : value;
        },
        (error: unknown) => {
          fail(error);
          if (typeof onRejected === 'function') {
            return inOuter(onRejected as Callback, error);
          }
          throw error;
        }
      ])
    );
  };
}
