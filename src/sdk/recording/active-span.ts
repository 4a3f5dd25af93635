import { shared } from '../state';
import { isRunningWithin } from './ancestry';
import type { LiveSpan } from './live-span';

/**
 * The span that new spans hang under: of our own context, or of a library that keeps an account of its own of what runs in
 * an async context, when that is further in.
 */
export function activeSpan(): LiveSpan | undefined {
  let active = shared.context.getStore()?.span;
  for (const spanOfLibrary of shared.contexts) {
    const span = spanOfLibrary();
    if (span !== undefined && isRunningWithin(span, active ?? span)) {
      active = span;
    }
  }
  return active;
}

/**
 * What a library's span hangs under when the library says `above`: that, unless a span of the user's stands between, which
 * is the active one.
 *
 * @returns undefined when the active span is right.
 */
export function nearestParent(
  above: LiveSpan | undefined
): LiveSpan | undefined {
  return above === undefined ||
    isRunningWithin(shared.context.getStore()?.span, above)
    ? undefined
    : above;
}
