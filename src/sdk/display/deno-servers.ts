import { Server } from 'node:net';
import { isFunction, isObject, wrapMethod, type AnyFunction } from './probe';

/** Runs a function as code of one cell, and gives what it gives. */
export type RunInCell = (call: () => unknown) => unknown;

/*
 * Deno calls the handlers of a server in the asynchronous context that was left over by whatever ran before: between
 * two cells it is that of the cell which is yet to start, whose traces would then join those of the request. Node, and
 * so tslab, calls them in the context in which the server was started. So do these.
 */

/** Lets servers of `node:http`, `node:https` and `node:net` handle what comes as code of the cell that starts them. */
export function keepNodeServers(runInThisCell: () => RunInCell): void {
  const cells = new WeakMap<object, RunInCell>();
  wrapMethod(Server.prototype, 'listen', listen => {
    return function (this: unknown, ...args) {
      if (isObject(this)) {
        cells.set(this, runInThisCell());
      }
      return listen.apply(this, args);
    };
  });
  wrapMethod(Server.prototype, 'emit', emit => {
    return function (this: unknown, ...args) {
      const inCell = isObject(this) ? cells.get(this) : undefined;
      const call = (): unknown => emit.apply(this, args);
      return inCell === undefined ? call() : inCell(call);
    };
  });
}

/** The same for `Deno.serve(handler)`, `(options, handler)` and `({ handler, … })`; `deno` is the global. */
export function keepDenoServers(
  deno: unknown,
  runInThisCell: () => RunInCell
): void {
  wrapMethod(deno, 'serve', serve => {
    return function (this: unknown, ...args) {
      const inCell = runInThisCell();
      return serve.apply(
        this,
        args.map(arg => withHandler(arg, inCell))
      );
    };
  });
}

/** The argument, with the handler that it is or has called in the cell. */
function withHandler(arg: unknown, inCell: RunInCell): unknown {
  if (isFunction(arg)) {
    return bound(arg, inCell);
  }
  const handler =
    isObject(arg) && Object.hasOwn(arg, 'handler') ? arg['handler'] : undefined;
  return isObject(arg) && isFunction(handler)
    ? { ...arg, handler: bound(handler, inCell) }
    : arg;
}

/** With all that the handler has: one that declares no parameters is given none by Deno. */
function bound(handler: AnyFunction, inCell: RunInCell): AnyFunction {
  return new Proxy(handler, {
    apply: (target, self, args) => inCell(() => target.apply(self, args))
  });
}
