import { describe, expect, it } from '@jest/globals';
import { leastLongestStep, leastTime } from '../../../test/least-time';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../build-trace';
import {
  isNarrower,
  searchPattern,
  type SearchPattern
} from '../search-pattern';
import { searchSpans } from '../search-spans';
import { placesIn } from '../search-text';
import type { Trace } from '../types';

const trace = buildTrace(
  traceFromText(
    `root AGENT 0-100
     ..Ask CHAT_MODEL 5-35
     ..search TOOL 40-60 !error
     ....fetch TOOL 41-50`,
    {
      rows: {
        Ask: { inputs: String.raw`{"q":"caf\u00e9 \"ole\"","n":[1,2]}` },
        search: { statusMessage: 'Connection refused' },
        fetch: {
          events: '[{"name":"retry","attributes":{"path":"C:\\\\temp"}}]',
          attributes: '{"http.status":503}'
        }
      }
    }
  )
);

function patternOf(query: string): SearchPattern {
  const pattern = searchPattern(query);
  if ('kind' in pattern) {
    throw new Error(`"${query}" is no pattern: ${pattern.kind}`);
  }
  return pattern;
}

function run<T>(steps: Generator<unknown, T, boolean>): T {
  for (;;) {
    const { done, value } = steps.next(false);
    if (done) {
      return value;
    }
  }
}

function hitsOf(query: string, inside: Trace = trace): string[] {
  const { hits } = run(searchSpans(inside, patternOf(query)));
  return [...hits].map(row => inside.spans.names[row] ?? '');
}

describe('a search', () => {
  it.each([
    ['a name, whatever its case', 'ASK', ['Ask']],
    ['a status message', 'refused', ['search']],
    ['a span type', 'tool', ['search', 'fetch']],
    ['an escaped letter of the inputs', 'café', ['Ask']],
    ['an escaped quote', '"ole"', ['Ask']],
    ['an escaped backslash', 'c:\\temp', ['fetch']],
    ['the text of an attribute as JSON', '"http.status":503', ['fetch']],
    ['an event', 'retry', ['fetch']],
    ['signs of regular expressions as text', '[1,2]', ['Ask']],
    ['nothing that is not there', 'u00e9', []],
    ['an expression', '/^se.rch$/', ['search']],
    ['an expression whatever the case', '/^ask|FETCH$/i', ['Ask', 'fetch']],
    ['an expression in its own case', '/^ask$/', []]
  ])('finds %s', (_, query, names) => {
    expect(hitsOf(query)).toEqual(names);
  });

  it('takes a path for text, as its end is no flags', () => {
    expect(patternOf('/v1/chat').isPlain).toBe(true);
    expect(patternOf('/v1/').isPlain).toBe(false);
  });

  it('finds in every part of a long text, across its windows too', () => {
    for (const at of [0, 262_140, 262_143, 500_000, 999_990]) {
      const text = `${'x'.repeat(at)}needle${'x'.repeat(1_000_000 - at)}`;
      const long = buildTrace(
        traceFromText('root 0-1', {
          rows: { root: { inputs: JSON.stringify(text) } }
        })
      );
      expect(hitsOf('needle', long)).toEqual(['root']);
      expect(hitsOf('/nee+dle/', long)).toEqual(['root']);
      expect(hitsOf('/^needle/', long)).toEqual([]);
      expect(hitsOf('needles', long)).toEqual([]);
    }
  });

  it('within earlier hits gives what a search of all gives', () => {
    const before = run(searchSpans(trace, patternOf('e')));
    const next = patternOf('fet');
    expect(isNarrower(next, before.pattern)).toBe(true);
    const within = run(searchSpans(trace, next, before.hits));
    expect([...within.hits]).toEqual([...run(searchSpans(trace, next)).hits]);
  });

  it('narrows no expression', () => {
    expect(isNarrower(patternOf('/fet/'), patternOf('/e/'))).toBe(false);
  });
});

describe('an expression that is none', () => {
  it.each(['/(/', '/a**/', '/[z-a]/', '/\\/u', '/a/ii', '/(?<n>a)(?<n>b)/'])(
    'is a problem with the message of the engine: %s',
    query => {
      expect(searchPattern(query)).toMatchObject({
        kind: 'invalid',
        message: expect.stringMatching(/regular expression|RegExp/i)
      });
    }
  );
});

/** Texts on which expressions of this kind are known to backtrack. */
const TRAPS = ['a', 'ab', '0', ' ', '"', '\\"', 'x@', '<', 'a,', '-', '/*', 'é']
  .map(unit => unit.repeat(Math.ceil(9000 / unit.length)))
  .map(text => `${text}!`);

const EXPENSIVE = [
  '(a+)+$',
  '(a*)*$',
  '([a-zA-Z]+)*$',
  '(a|aa)+$',
  '(a|a?)+$',
  '(.*a){12}$',
  '(.*)*x',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '^(\\w+\\s?)*$',
  '(\\w+)+@',
  '^(a?){40}a{40}$',
  '(x+x+)+y',
  '.*.*=.*',
  '.*.*.*.*.*!!',
  'a*a*a*a*a*b',
  '\\s*\\s*x',
  '"(\\\\?.)*"x',
  '(?=(a+))a*b\\1',
  '(a+)\\1+\\1+x',
  '(?:a|b|ab)+c',
  '(?<=a*a*)b',
  '(a{1,30}){1,30}b',
  '(,a*,a*)*b',
  '[^"]*"[^"]*"[^"]*!x',
  '.*needle.*thread',
  '\\d+\\.\\d+x',
  '(\\w+\\.)+z',
  '(,\\w+)*z',
  '(é+)+z',
  '(\\W+)+z',
  '((a))*((a))*((a))*((a))*b',
  '(?:(?:a+b?)+c?)+d'
];

/** Milliseconds until a reader sees the page hang. */
const MAX_TIME = 200;

describe('an expression that would run for ever', () => {
  it.each(EXPENSIVE)('is refused, or ends in time: %s', source => {
    const pattern = searchPattern(`/${source}/`);
    if ('kind' in pattern) {
      expect(pattern).toEqual({ kind: 'too-slow' });
      return;
    }
    for (const text of TRAPS) {
      const step = leastLongestStep(() => searching(text, pattern), MAX_TIME);
      const all = leastTime(() => placesIn(pattern, text, 100), MAX_TIME);
      expect(step).toBeLessThan(MAX_TIME);
      expect(all).toBeLessThan(MAX_TIME);
    }
  });

  it.each(['(a+)+$', '(a|aa)+$', '(\\w+\\s?)*$', '(.*)*x', 'a*a*a*a*a*b'])(
    'is refused: %s',
    source => {
      expect(searchPattern(`/${source}/`)).toEqual({ kind: 'too-slow' });
    }
  );

  it.each([
    'error|timeout',
    'error.*timeout',
    '"model":\\s*"gpt-[^"]+"',
    '\\d+\\.\\d+\\.\\d+',
    '^(foo|bar)+$',
    '(\\w+\\.)+com',
    '\\b\\w+@\\w+\\.\\w{2,3}\\b',
    '(?<!no )error',
    '[^"]+"$'
  ])('is not what it looks like: %s is searched', source => {
    expect(searchPattern(`/${source}/`)).toMatchObject({ isPlain: false });
  });
});

function searching(
  text: string,
  pattern: SearchPattern
): Generator<number, unknown, boolean> {
  const record = traceFromText('root 0-1', {
    rows: { root: { inputs: text, outputs: text.slice(0, 4000) } }
  });
  return searchSpans(buildTrace(record), pattern);
}
