/**
 * How much is fuzzed and from where: `FUZZ_SEED` repeats a run, `FUZZ_CASES` sets its length, and `npm run test:fuzz`
 * asks for all, from another seed each time. `npm test` tries the same cases each time. The seed stands in the names of
 * the tests.
 */
export function fuzzRun(
  usual: number,
  all: number
): {
  readonly seed: number;
  readonly cases: number;
} {
  const { FUZZ_SEED, FUZZ_CASES } = process.env;
  const isWhole = 'fuzzAll' in globalThis;
  return {
    seed: Number(FUZZ_SEED ?? (isWhole ? Date.now() % 2 ** 31 : 1)),
    cases: Number(FUZZ_CASES ?? (isWhole ? all : usual))
  };
}

/** Milliseconds that a case may take, when it is repeated too: the machine may have been busy with something else. */
const LIMIT = 200;

/** Runs all cases and tells of the first failures how to have them again. `slowness` is what the page of a test costs. */
export function failuresOf(
  { seed, cases }: { readonly seed: number; readonly cases: number },
  check: (seed: number) => void,
  slowness = 1
): string[] {
  const failures: string[] = [];
  for (let index = 0; index < cases && failures.length < 5; index++) {
    const failure = failureOf(() => check(seed + index), LIMIT * slowness);
    if (failure !== undefined) {
      failures.push(`FUZZ_SEED=${seed + index} FUZZ_CASES=1: ${failure}`);
    }
  }
  return failures;
}

function failureOf(check: () => void, limit: number): string | undefined {
  try {
    const times = [timeOf(check)];
    while (Math.min(...times) > limit && times.length < 3) {
      times.push(timeOf(check));
    }
    const least = Math.min(...times);
    return least > limit ? `took ${least.toFixed()} ms` : undefined;
  } catch (error) {
    return error instanceof Error ? error.stack : String(error);
  }
}

function timeOf(check: () => void): number {
  const before = performance.now();
  check();
  return performance.now() - before;
}
