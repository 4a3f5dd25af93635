import { clearTimeout, setTimeout } from 'node:timers';

/** Runs once after `delay` milliseconds; does not keep the process alive. Returns the way to call it off. */
export function after(delay: number, run: () => void): () => void {
  // Node's timers also in Deno, whose global ones are numbers without `unref`.
  const timer = setTimeout(run, delay);
  timer.unref();
  return () => clearTimeout(timer);
}
