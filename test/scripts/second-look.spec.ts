import { describe, expect, it } from '@jest/globals';

import {
  afterSecondLook,
  deservesSecondLook
} from '../../scripts/lib/second-look.mjs';

const tally = (passed: number, ...failures: string[]) => ({
  ...{ passed, failed: failures.length, skipped: 0 },
  failures
});

describe('a second look', () => {
  it('is for a few failed tests of a program that could run', () => {
    expect(deservesSecondLook(tally(5))).toBe(false);
    expect(deservesSecondLook(tally(5, 'a'))).toBe(true);
    expect(deservesSecondLook(tally(5, 'a', 'b', 'c', 'd', 'e', 'f'))).toBe(
      false
    );
    expect(deservesSecondLook({ ...tally(5, 'a'), isBroken: true })).toBe(
      false
    );
  });

  it('leaves failed what fails twice, and names what passed once', () => {
    const together = afterSecondLook(tally(5, 'a', 'b'), tally(3, 'b'));
    expect(together).toMatchObject({ passed: 6, failed: 1, failures: ['b'] });
    expect(together.unsteady).toEqual(['a']);
  });

  it('names what fails then only', () => {
    const together = afterSecondLook(tally(5, 'a'), tally(1, 'z'));
    expect(together).toMatchObject({ passed: 6, failed: 0, failures: [] });
    expect(together.unsteady).toEqual(['a', 'z']);
  });

  it('that ran nothing changes nothing', () => {
    const first = tally(5, 'a');
    const nothing = { ...tally(0, 'the runner itself'), isBroken: true };
    expect(afterSecondLook(first, nothing)).toEqual(first);
  });
});
