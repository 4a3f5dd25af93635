import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceBundle } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { parseBundle } from '../parse-bundle';
import { serializeBundle } from '../serialize-bundle';
import type { BundleError, TraceBundle } from '../types';

const drawn = serializeBundle({
  traces: [traceFromText('root CHAIN 0-10 / ..llm LLM 1-4 / ..tool 4-9 !error')]
});

/** The wire form of the drawing with the members of its spans replaced. */
function withSpans(members: Record<string, unknown>): unknown {
  const text = JSON.stringify(drawn);
  const bundle = JSON.parse(text);
  Object.assign(bundle.traces[0].spans, members);
  return bundle;
}

function bundleFrom(data: unknown): TraceBundle {
  const result = parseBundle(data);
  expect(result.ok ? [] : result.errors).toEqual([]);
  return result.ok ? result.bundle : { traces: [] };
}

function problemsOf(data: unknown): readonly BundleError[] {
  const result = parseBundle(data);
  return result.ok ? result.warnings : result.errors;
}

function placesOf(data: unknown): string[] {
  return problemsOf(data).map(({ path, code }) => `${path} ${code}`);
}

describe('parseBundle', () => {
  it('refuses a newer version and says what it found and what it reads', () => {
    const result = parseBundle({ version: 2, traces: [] });
    expect(result).toEqual({
      ok: false,
      errors: [
        {
          path: '$.version',
          code: 'version',
          finding: 'newer-version',
          values: ['2', '1']
        }
      ]
    });
  });

  it('reads its own MIME bundle', () => {
    const mime = { 'application/vnd.spanbook.trace.v1+json': drawn };
    expect(bundleFrom(mime)).toEqual(bundleFrom(drawn));
  });

  it.each([
    [undefined, '$ type'],
    [null, '$ type'],
    [42, '$ type'],
    ['', '$ json'],
    ['not JSON', '$ json'],
    ['42', '$ type'],
    [{}, '$ unrecognized'],
    [{ some: 'object' }, '$ unrecognized'],
    [[{ some: 'object' }], '$[0] unrecognized'],
    [{ version: 'one', traces: [] }, '$.version type'],
    [{ version: 1 }, '$.traces missing'],
    [{ version: 1, traces: 3 }, '$.traces type'],
    [{ version: 1, traces: ['bad'] }, '$.traces[0] type'],
    [{ traces: [[], 'bad'] }, '$.traces[1] json']
  ])('finds in %j: %s', (data, place) => {
    expect(placesOf(data)).toEqual([place]);
  });

  it('says no to what it cannot read at all', () => {
    expect(parseBundle({ some: 'object' })).toEqual({
      ok: false,
      errors: [
        {
          path: '$',
          code: 'unrecognized',
          finding: 'no-known-form',
          values: ['some']
        }
      ]
    });
  });
});

describe('a damaged bundle', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['parents of no row', { parents: '-1 7 0' }, 'parents value'],
    ['too few starts', { start: '0 1' }, 'start value'],
    ['a start that is no number', { start: '0 one 2' }, 'start value'],
    ['a column of another type', { status: 110 }, 'status type'],
    ['a name without an entry', { name: '0 1 9' }, 'name value'],
    ['a status that is none', { status: '119' }, 'status value'],
    ['a payload of no row', { inputs: { 3: '1' } }, 'inputs value'],
    [
      'a key that pollutes',
      { inputs: JSON.parse('{"__proto__":"1"}') },
      'inputs value'
    ],
    ['a wrong count', { count: 99 }, 'count value'],
    [
      'a cut without bytes',
      { truncated: { inputs: '0' } },
      'truncated.inputs value'
    ]
  ])('with %s still shows its spans', (_, members, place) => {
    const data = withSpans(members);
    expect(bundleFrom(data).traces[0]?.spans?.count).toBe(3);
    expect(placesOf(data)).toContain(`$.traces[0].spans.${place}`);
  });

  it('keeps the other traces when one is no object', () => {
    const bundle = {
      version: 1,
      traces: [null, { trace_id: 'tr-2', state: 'OK' }]
    };
    expect(bundleFrom(bundle).traces.map(({ info }) => info.traceId)).toEqual([
      'tr-2'
    ]);
    expect(placesOf(bundle)).toEqual(['$.traces[0] type']);
  });

  it('with payloads that are no text keeps them as JSON text', () => {
    const { traces } = bundleFrom(withSpans({ outputs: { 1: { a: [1n] } } }));
    expect(traces[0]?.spans?.outputs.get(1)).toBe('{"a":[1]}');
  });

  it('lists no more than 100 problems', () => {
    const traces = Array.from({ length: 5000 }, () => 1);
    expect(problemsOf({ version: 1, traces })).toHaveLength(100);
  });
});

describe('whatever it is given, parseBundle does not throw', () => {
  it('at any value', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withObjectString: true,
          withSparseArray: true,
          withTypedArray: true
        }),
        value => {
          expect(parseBundle(value)).toHaveProperty('ok');
          expect(
            parseBundle({ version: 1, traces: [{ spans: value }] })
          ).toHaveProperty('ok');
          expect(
            parseBundle({ spans: [value, { attributes: value }] })
          ).toHaveProperty('ok');
        }
      )
    );
  });

  it('at any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        expect(parseBundle(text)).toHaveProperty('ok');
      })
    );
  });

  it('at a bundle with any one value replaced', () => {
    fc.assert(
      fc.property(
        traceBundle,
        fc.nat(),
        fc.jsonValue(),
        (bundle, at, value) => {
          const text = JSON.stringify(serializeBundle(bundle));
          let seen = 0;
          const count = text.split(/[:,]/).length;
          const mutated = JSON.parse(text, (_, old: unknown) =>
            seen++ === at % count ? value : old
          );
          expect(parseBundle(mutated)).toHaveProperty('ok');
        }
      )
    );
  });

  it('at a cut text', () => {
    const text = JSON.stringify(drawn);
    for (let length = 0; length < text.length; length++) {
      expect(parseBundle(text.slice(0, length)).ok).toBe(false);
    }
  });

  it('at objects that hold themselves, in every place', () => {
    const cycle: Record<string, unknown> = { version: 1 };
    for (const key of [
      'trace',
      'traces',
      'spans',
      'info',
      'data',
      'attributes',
      'status',
      'tags'
    ]) {
      cycle[key] = cycle;
      const { version, ...foreign } = cycle;
      expect(parseBundle(cycle)).toHaveProperty('ok');
      expect(parseBundle(foreign)).toHaveProperty('ok');
      expect(version).toBe(1);
    }
    const value: Record<string, unknown> = {};
    value['kvlist_value'] = { values: [1, 2].map(() => ({ key: 'k', value })) };
    const spans = [{ span_id: 'a', attributes: [{ key: 'k', value }] }];
    expect(parseBundle({ spans }).ok).toBe(true);
  });

  it('at depths at which stacks end', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const inputs = `{"attributes":{"x":${deep}},"span_id":"a"}`;
    expect(parseBundle(deep)).toHaveProperty('ok');
    expect(parseBundle(`{"spans":[${inputs}]}`)).toHaveProperty('ok');
    expect(
      parseBundle(`{"version":1,"traces":[{"tags":${deep}}]}`)
    ).toHaveProperty('ok');
  });
});

describe('the search of a bundle', () => {
  const search = { experiment_ids: ['1', 7], page_token: 'next' };

  it('is read without what is no text', () => {
    expect(parseBundle({ version: 1, traces: [], search })).toEqual({
      ok: true,
      bundle: {
        traces: [],
        search: { experimentIds: ['1'], pageToken: 'next' }
      },
      warnings: []
    });
  });

  it('is left out, with a note, when it cannot be asked for its next page', () => {
    const parsed = parseBundle({
      version: 1,
      traces: [],
      search: { experiment_ids: ['1'] }
    });
    expect(parsed).toMatchObject({
      bundle: { traces: [] },
      warnings: [{ path: '$.search.page_token', code: 'missing' }]
    });
    expect(parsed).not.toHaveProperty('bundle.search');
  });
});

describe('what a bundle says of traces that wait', () => {
  const waiting = {
    count: 3,
    server: 'https://mlflow.example',
    at: '2026-11-23T04:05:06.789Z'
  };

  it('is read', () => {
    expect(parseBundle({ version: 1, traces: [], waiting })).toEqual({
      ok: true,
      bundle: { traces: [], waiting },
      warnings: []
    });
  });

  it.each(['count', 'server', 'at'])('is left out without its %s', member => {
    const parsed = parseBundle({
      version: 1,
      traces: [],
      waiting: { ...waiting, [member]: [] }
    });
    expect(parsed).toMatchObject({
      ok: true,
      warnings: [{ path: `$.waiting.${member}`, code: 'type' }]
    });
    expect(parsed).not.toHaveProperty('bundle.waiting');
  });
});
