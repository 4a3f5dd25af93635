const MAX_RUNS = 5;

/**
 * Milliseconds of CPU of the quickest of up to five runs: what the work itself takes, whatever else the machine does,
 * and without what another thread of this process did in the others. The first that takes less than `enough` is the last. For tests of a hang, never of speed:
 * that is what `bench/` is for.
 */
export function leastTime(work: () => unknown, enough: number): number {
  return leastOf(() => timeOf(work), enough);
}

/** The same of the longest step of a generator. */
export function leastLongestStep(
  start: () => Iterator<unknown>,
  enough: number
): number {
  return leastOf(() => longestStepOf(start()), enough);
}

function leastOf(run: () => number, enough: number): number {
  let least = Infinity;
  for (let count = 0; count < MAX_RUNS && least >= enough; count++) {
    least = Math.min(least, run());
  }
  return least;
}

function longestStepOf(steps: Iterator<unknown>): number {
  let longest = 0;
  for (let isDone = false; !isDone;) {
    const time = timeOf(() => {
      isDone = steps.next().done === true;
    });
    longest = Math.max(longest, time);
  }
  return longest;
}

function timeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
