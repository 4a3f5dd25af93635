import { describe, expect, it } from '@jest/globals';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../../model/build-trace';
import { ownParts } from '../own-parts';

/** The parts of the first span as `1-3 5-9`, in milliseconds. */
function partsOf(drawing: string, atLeast = 0): string {
  return ownParts(buildTrace(traceFromText(drawing)), 0, atLeast)
    .map(({ start, end }) => `${start / 1e3}-${end / 1e3}`)
    .join(' ');
}

describe('ownParts', () => {
  it('gives the whole span when it has no children', () => {
    expect(partsOf('root 0-10')).toBe('0-10');
  });

  it('leaves out the times of children, and counts grandchildren as theirs', () => {
    expect(partsOf('root 0-10 / ..a 1-3 / ....inside 2-3 / ..b 5-9')).toBe(
      '0-1 3-5 9-10'
    );
  });

  it('merges children that overlap', () => {
    expect(partsOf('root 0-10 / ..a 1-6 / ..b 2-4 / ..c 5-8')).toBe('0-1 8-10');
  });

  it('stays inside the span when children do not', () => {
    expect(partsOf('root 2-10 / ..early 0-3 / ..late 9-14')).toBe('3-9');
  });

  it('leaves out parts that are too short', () => {
    expect(partsOf('root 0-10 / ..a 1-3 / ..b 5-9', 1500)).toBe('3-5');
  });
});
