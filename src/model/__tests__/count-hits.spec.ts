import { describe, expect, it } from '@jest/globals';
import { countHits } from '../count-hits';
import { searchPattern, type SearchPattern } from '../search-pattern';

function pattern(query: string): SearchPattern {
  const read = searchPattern(query);
  if ('kind' in read) {
    throw new Error(read.kind);
  }
  return read;
}

describe('countHits', () => {
  it('counts in all texts together, escapes read as the letters they mean', () => {
    const texts = ['{"a":"caf\\u00e9 CAFÉ"}', undefined, '"café"', ''];
    expect(countHits(pattern('café'), texts)).toEqual({
      count: 3,
      isPartial: false
    });
    expect(countHits(pattern('/^"c/'), texts).count).toBe(1);
  });

  it('stops at 99', () => {
    const many = JSON.stringify('x '.repeat(500));
    expect(countHits(pattern('x'), [many])).toEqual({
      count: 99,
      isPartial: true
    });
    expect(countHits(pattern('x'), ['x'.repeat(99)]).isPartial).toBe(false);
  });

  it('only tells whether a match is in a long text', () => {
    const long = JSON.stringify(`${'-'.repeat(600_000)} needle needle`);
    expect(countHits(pattern('needle'), [long, '"needle"'])).toEqual({
      count: 2,
      isPartial: true
    });
    expect(countHits(pattern('nowhere'), [long]).count).toBe(0);
  });
});
