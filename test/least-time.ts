/**
 * Milliseconds of the quickest of five runs: what the work itself takes, when the machine may have been busy with
 * something else in the other four. For tests of a hang, never of speed: that is what `bench/` is for.
 */
export function leastTime(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
  return Math.min(...times);
}
