import { describe, expect, it } from '@jest/globals';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../build-trace';
import { filterSpans, typeCounts, type KeptRows } from '../filter-spans';
import { isFiltering, NO_FILTER, type SpanFilter } from '../span-filter';
import { readDuration } from '../read-duration';

const trace = buildTrace(
  traceFromText(
    `root AGENT 0-100
     ..ask LLM 5-35
     ..search TOOL 40-60 !error
     ....fetch TOOL 41-50`,
    {
      rows: {
        ask: {
          attributes:
            '{"model":"gpt-5","n":{"a":1},"id":9007199254740993,"loss":NaN}'
        },
        fetch: { attributes: '{"http.status":503,"cut":' },
        search: { attributes: '{"http.status":503}' }
      }
    }
  )
);

function kept(filter: Partial<SpanFilter>): KeptRows {
  const steps = filterSpans(trace, { ...NO_FILTER, ...filter }, undefined);
  for (;;) {
    const { done, value } = steps.next(false);
    if (done) {
      return value;
    }
  }
}

/** Names of the spans that pass, then of those kept for them. */
function namesOf(filter: Partial<SpanFilter>): string[][] {
  const { ranks } = kept(filter);
  return [2, 1].map(rank =>
    trace.spans.names.filter((_, row) => ranks[row] === rank)
  );
}

describe('a filter', () => {
  it('that asks for nothing lets all pass', () => {
    expect(isFiltering(NO_FILTER)).toBe(false);
    expect(kept({}).count).toBe(4);
  });

  it.each<[string, Partial<SpanFilter>, string[][]]>([
    ['a type', { types: ['LLM'] }, [['ask'], ['root']]],
    [
      'one of several types',
      { types: ['LLM', 'TOOL'] },
      [['ask', 'search', 'fetch'], ['root']]
    ],
    ['errors', { onlyErrors: true }, [['search'], ['root']]],
    ['a duration', { minDuration: 25e3 }, [['root', 'ask'], []]],
    ['an attribute', { attribute: 'model' }, [['ask'], ['root']]],
    ['its value', { attribute: 'MODEL=x' }, [[], []]],
    [
      'its value in any case',
      { attribute: 'model = GPT-5' },
      [['ask'], ['root']]
    ],
    ['a number', { attribute: 'http.status=503' }, [['search'], ['root']]],
    [
      'a long integer',
      { attribute: 'id=9007199254740993' },
      [['ask'], ['root']]
    ],
    ['its neighbour', { attribute: 'id=9007199254740992' }, [[], []]],
    ['no number', { attribute: 'loss=nan' }, [['ask'], ['root']]],
    ['an object', { attribute: 'n={"a":1}' }, [['ask'], ['root']]],
    [
      'several at once',
      { types: ['TOOL'], onlyErrors: true },
      [['search'], ['root']]
    ],
    ['hits, of which there are none', { onlyHits: true }, [[], []]]
  ])('keeps spans by %s, and their ancestors', (_, filter, names) => {
    expect(isFiltering({ ...NO_FILTER, ...filter })).toBe(true);
    expect(namesOf(filter)).toEqual(names);
  });

  it('offers the types that there are, the most frequent first', () => {
    expect(typeCounts(trace)).toEqual([
      { type: 'TOOL', count: 2 },
      { type: 'AGENT', count: 1 },
      { type: 'LLM', count: 1 }
    ]);
  });
});

describe('a duration', () => {
  it.each([
    ['250 ms', 250e3],
    ['1.5s', 1.5e6],
    ['0,5 s', 0.5e6],
    ['2m', 120e6],
    ['300', 300e3],
    ['7 µs', 7],
    ['', undefined],
    ['fast', undefined],
    ['1 parsec', undefined]
  ])('is read as people type it: "%s"', (text, microseconds) => {
    expect(readDuration(text)).toBe(microseconds);
  });
});
