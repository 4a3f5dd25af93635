import type { AnyFunction } from './probe';

/** What stands in for `Deno.jupyter.broadcast(type, content, options)`: calls `onCleared` when outputs were cleared. */
export function watchClearing(
  original: AnyFunction,
  onCleared: () => void
): AnyFunction {
  return function (this: unknown, ...args) {
    const result = original.apply(this, args);
    if (args[0] === 'clear_output') {
      onCleared();
    }
    return result;
  };
}

/**
 * What stands in for `Deno.jupyter.display(value, options)`: a value alone is first offered to `show`, which says
 * whether it has shown it. With options the user decides, and the kernel shows it.
 */
export function offerFirst(
  original: AnyFunction,
  show: (value: unknown) => boolean
): AnyFunction {
  return function (this: unknown, ...args) {
    return args.length === 1 && show(args[0])
      ? Promise.resolve()
      : original.apply(this, args);
  };
}
