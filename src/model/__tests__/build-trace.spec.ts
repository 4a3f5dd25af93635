import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { spanTableOf } from '../../bundle/span-table';
import type { SpanRow } from '../../bundle/types';
import { buildTrace } from '../build-trace';
import type { Trace } from '../types';

function traceOf(rows: readonly SpanRow[]): Trace {
  const { info } = traceFromText('root 0-100');
  return buildTrace({ info, spans: spanTableOf(rows) });
}

/** Names in order, two dots a level. */
function treeOf({ order, depths, spans }: Trace): string {
  return Array.from(
    order,
    row => '..'.repeat(depths[row] ?? 0) + (spans.names[row] ?? '')
  ).join(' / ');
}

function span(
  spanId: string,
  parentId: string | undefined,
  start: number,
  end?: number
): SpanRow {
  return { spanId, parentId, name: spanId, start, end };
}

function warningsOf({ warnings }: Trace): string[] {
  return warnings.map(({ code, rows }) => `${code} ${rows.join(' ')}`);
}

describe('buildTrace', () => {
  it('puts parents before children and siblings in the order of their starts', () => {
    const trace = traceOf([
      span('late', 'root', 5, 6),
      span('leaf', 'early', 2, 3),
      span('early', 'root', 1, 4),
      span('root', undefined, 0, 9)
    ]);
    expect(treeOf(trace)).toBe('root / ..early / ....leaf / ..late');
    expect(trace.warnings).toEqual([]);
  });

  it('makes roots of orphans and says so', () => {
    const trace = traceOf([
      span('root', undefined, 0, 9),
      span('lost', 'gone', 1, 2)
    ]);
    expect(treeOf(trace)).toBe('root / lost');
    expect(warningsOf(trace)).toEqual(['orphan 1']);
  });

  it('cuts cycles where they begin', () => {
    const trace = traceOf([span('b', 'a', 2, 3), span('a', 'b', 1, 4)]);
    expect(treeOf(trace)).toBe('a / ..b');
    expect(warningsOf(trace)).toEqual(['cycle 1']);
  });

  it('keeps spans that share an id, and several roots', () => {
    const trace = traceOf([
      span('twin', undefined, 0, 9),
      span('twin', undefined, 1, 2),
      span('child', 'twin', 3, 4)
    ]);
    expect(treeOf(trace)).toBe('twin / ..child / twin');
    expect(warningsOf(trace)).toEqual(['duplicate-id 1', 'several-roots 0 1']);
  });

  it('mends times that run backwards or were never recorded', () => {
    const trace = traceOf([
      span('root', undefined, 0, 100),
      span('backwards', 'root', 50, 40),
      span('endless', 'root', 60),
      span('point', 'root', NaN, 70),
      span('nowhere', 'endless', NaN)
    ]);
    expect([...trace.starts]).toEqual([0, 50, 60, 70, 60]);
    expect([...trace.ends]).toEqual([100, 50, 100, 70, 60]);
    expect(warningsOf(trace)).toEqual([
      'negative-duration 1',
      'missing-time 2 4 3'
    ]);
  });

  it('lets running spans last until the latest time known, without a warning', () => {
    const trace = buildTrace(traceFromText('root 0- / ..done 1-7 / ..open 3-'));
    expect([...trace.ends]).toEqual([7000, 7000, 7000]);
    expect(trace).toMatchObject({
      isRunning: true,
      state: 'IN_PROGRESS',
      start: 0,
      end: 7000,
      warnings: []
    });
  });

  it('takes the state from the root when the server gave none', () => {
    const info = { state: 'STATE_UNSPECIFIED' } as const;
    const stateOf = (drawing: string): string =>
      buildTrace(traceFromText(drawing, { info })).state;
    expect(stateOf('root 0-1 / ..a 0-1 !error')).toBe('OK');
    expect(stateOf('root 0-1 !error')).toBe('ERROR');
    expect(stateOf('root 0-')).toBe('IN_PROGRESS');
  });

  it('is named by tag, by root, by id', () => {
    const tagged = traceFromText('root 0-1', {
      info: { tags: { 'mlflow.traceName': 'given' } }
    });
    expect(buildTrace(tagged).name).toBe('given');
    expect(buildTrace(traceFromText('root 0-1')).name).toBe('root');
    expect(buildTrace({ info: tagged.info, spans: spanTableOf([]) }).name).toBe(
      'given'
    );
  });

  it('knows a trace whose spans were not read from one that has none', () => {
    const { info } = traceFromText('root 0-1');
    expect(buildTrace({ info }).warnings).toEqual([]);
    expect(warningsOf(buildTrace({ info, spans: spanTableOf([]) }))).toEqual([
      'no-spans '
    ]);
  });

  it('changes nothing of its input', () => {
    fc.assert(
      fc.property(traceRecord, record => {
        const before = structuredClone(record);
        buildTrace(record);
        expect(record).toEqual(before);
      })
    );
  });

  it('knows every time, and no end before its start', () => {
    fc.assert(
      fc.property(traceRecord, record => {
        const { starts, ends, start, end, selfTimes } = buildTrace(record);
        starts.forEach((from, row) => {
          expect(from).toBeGreaterThanOrEqual(start);
          expect(ends[row]).toBeGreaterThanOrEqual(from);
          expect(ends[row]).toBeLessThanOrEqual(end);
          expect(selfTimes[row]).toBeGreaterThanOrEqual(0);
          expect(selfTimes[row]).toBeLessThanOrEqual((ends[row] ?? 0) - from);
        });
      })
    );
  });

  it('walks a chain of 10,000 spans and a trace of 100,000 without recursion', () => {
    const chain = Array.from({ length: 10_000 }, (_, row) =>
      span(`s${row}`, row === 0 ? undefined : `s${row - 1}`, row, 20_000 - row)
    ).reverse();
    const deep = traceOf(chain);
    expect(Math.max(...deep.depths)).toBe(9999);
    expect(deep.order[0]).toBe(9999);
    const wide = Array.from({ length: 100_000 }, (_, row) =>
      span(`s${row}`, row === 0 ? undefined : 's0', 100_000 - row, 100_000)
    );
    expect(traceOf(wide).order[1]).toBe(99_999);
  });
});

describe('self time', () => {
  const selfOf = (drawing: string): number =>
    (buildTrace(traceFromText(drawing)).selfTimes[0] ?? NaN) / 1e3;

  it.each([
    ['root 0-10', 10],
    ['root 0-10 / ..a 1-4', 7],
    ['root 0-10 / ..a 1-6 / ..b 4-8', 3],
    ['root 0-10 / ..a 1-8 / ..within 2-3 / ..after 9-10', 2],
    ['root 0-10 / ..outlives 8-20', 8],
    ['root 5-10 / ..before 0-6', 4],
    ['root 0-10 / ..same 0-10 / ..same 0-10', 0],
    ['root 0-10 / ..a 2-4 / ....grandchild 4-9', 8]
  ])('of the first span of %s is %d ms', (drawing, self) => {
    expect(selfOf(drawing)).toBe(self);
  });
});

describe('tokens and cost', () => {
  const usage = (input: number, output: number): Partial<SpanRow> => ({
    attributes: JSON.stringify({
      'mlflow.chat.tokenUsage': { input_tokens: input, output_tokens: output },
      'mlflow.llm.cost': { total_cost: input / 1000 }
    })
  });

  it('count once along a path, as MLflow does', () => {
    const trace = traceFromText(
      'root 0-9 / ..agent 0-5 / ....llm 1-2 / ..chat 5-6',
      {
        rows: { agent: usage(10, 5), llm: usage(10, 5), chat: usage(1, 2) }
      }
    );
    const { tokens, cost } = buildTrace(trace);
    expect(tokens).toEqual({ input: 11, output: 7, total: 18 });
    expect(cost).toBeCloseTo(0.011);
  });

  it('are the server’s where it summed them up', () => {
    const trace = traceFromText('root 0-9', {
      rows: { root: usage(10, 5) },
      info: {
        metadata: {
          'mlflow.trace.tokenUsage':
            '{"input_tokens":1,"output_tokens":2,"total_tokens":9}',
          'mlflow.trace.cost': '{"total_cost":0.5}'
        }
      }
    });
    expect(buildTrace(trace)).toMatchObject({
      tokens: { input: 1, output: 2, total: 9 },
      cost: 0.5
    });
  });

  it('are absent where nobody gave any, or gave nonsense', () => {
    const rows = {
      root: {
        attributes:
          '{"mlflow.chat.tokenUsage":"many","mlflow.llm.cost":{"total_cost":"NaN"}'
      }
    };
    const trace = buildTrace(traceFromText('root 0-9', { rows }));
    expect(trace).not.toHaveProperty('tokens');
    expect(trace).not.toHaveProperty('cost');
  });
});
