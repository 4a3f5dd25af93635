import { expect, it } from '@jest/globals';
import { fuzzedBundle } from './bundles';
import { checkData } from './check';
import { failuresOf, fuzzRun } from './seed';

const run = fuzzRun(12_000, 100_000);

it(`${run.cases} generated and mutated bundles are parsed, built and laid out, from seed ${run.seed} on`, () => {
  expect(failuresOf(run, seed => checkData(fuzzedBundle(seed)))).toEqual([]);
}, 600_000);
