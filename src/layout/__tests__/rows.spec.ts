import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../../model/build-trace';
import type { Trace } from '../../model/types';
import {
  ancestorsOf,
  collapse,
  collapseAll,
  expand,
  EXPAND_ALL,
  toggle
} from '../collapsed-rows';
import { nextFocus } from '../next-focus';
import { timelineRows } from '../timeline-rows';
import type { CollapsedRows, FocusMove, TimelineRow } from '../types';
import { indexOfRow, visibleRows } from '../visible-rows';

const agent = buildTrace(
  traceFromText(`root AGENT 0-10
    ..plan 0-4
    ....llm LLM 1-3
    ..act 4-9 !error
    ....tool TOOL 5-6
    ....tool again TOOL 6-7`)
);

/** A trace and some of its rows, folded. */
const folded = fc
  .tuple(traceRecord, fc.array(fc.nat(30)))
  .map(([record, rows]): [Trace, CollapsedRows] => [
    buildTrace(record),
    new Set(rows)
  ]);

function namesOf(trace: Trace, collapsed: CollapsedRows): string[] {
  return Array.from(
    visibleRows(trace, collapsed).rows,
    row => trace.spans.names[row] ?? ''
  );
}

function rowsOf(
  trace: Trace,
  collapsed: CollapsedRows,
  first = 0,
  last = Infinity
): TimelineRow[] {
  const visible = visibleRows(trace, collapsed);
  return timelineRows(trace, {
    visible,
    window: { first, last, offset: 0 },
    range: trace,
    collapsed
  });
}

describe('visibleRows', () => {
  it('hides the descendants of a collapsed span', () => {
    expect(namesOf(agent, new Set([1]))).toEqual([
      'root',
      'plan',
      'act',
      'tool',
      'tool again'
    ]);
    expect(namesOf(agent, new Set([0, 1]))).toEqual(['root']);
  });

  it('shows exactly the spans without a collapsed ancestor, in their order', () => {
    fc.assert(
      fc.property(folded, ([trace, collapsed]) => {
        const expected = [...trace.order].filter(
          row => !ancestorsOf(trace, row).some(up => collapsed.has(up))
        );
        expect([...visibleRows(trace, collapsed).rows]).toEqual(expected);
      })
    );
  });

  it('finds the index of every visible row, and of no other', () => {
    fc.assert(
      fc.property(folded, ([trace, collapsed]) => {
        const visible = visibleRows(trace, collapsed);
        for (const row of [-1, 1000, ...trace.order]) {
          expect(indexOfRow(trace, visible, row)).toBe(
            visible.rows.indexOf(row)
          );
        }
      })
    );
  });
});

describe('what is collapsed', () => {
  it('is as before when a row is toggled twice', () => {
    fc.assert(
      fc.property(folded, fc.nat(30), ([, collapsed], row) => {
        expect(toggle(toggle(collapsed, row), row)).toEqual(collapsed);
        expect(toggle(collapsed, row)).not.toEqual(collapsed);
      })
    );
  });

  it('grows by collapsing and shrinks by expanding, in another set', () => {
    const some: CollapsedRows = new Set([1]);
    expect(collapse(some, [2, 3])).toEqual(new Set([1, 2, 3]));
    expect(expand(some, [1, 7])).toEqual(EXPAND_ALL);
    expect(some).toEqual(new Set([1]));
  });

  it('leaves only roots when all is', () => {
    expect(namesOf(agent, collapseAll(agent))).toEqual(['root']);
    expect(collapseAll(agent)).toEqual(new Set([0, 1, 3]));
  });
});

describe('timelineRows', () => {
  it('tells all that a row needs', () => {
    expect(rowsOf(agent, new Set([3]))[3]).toEqual({
      row: 3,
      index: 3,
      spanId: '0000000000000004',
      name: 'act',
      spanType: 'UNKNOWN',
      depth: 1,
      hasChildren: true,
      isExpanded: false,
      positionInSet: 2,
      setSize: 2,
      isError: true,
      isRunning: false,
      start: 4000,
      duration: 5000,
      selfTime: 3000,
      bar: { left: 0.4, width: 0.5 }
    });
  });

  it('makes the rows of the window and no others', () => {
    expect(
      rowsOf(agent, EXPAND_ALL, 2, 4).map(
        ({ index, name }) => `${index} ${name}`
      )
    ).toEqual(['2 llm', '3 act']);
    expect(rowsOf(agent, EXPAND_ALL, 5, 99)).toHaveLength(1);
    expect(rowsOf(agent, EXPAND_ALL, -3, 0)).toEqual([]);
  });

  it('draws a running span up to now, and no bar where no time is known', () => {
    const trace = buildTrace(
      traceFromText('root 0- / ..done 1-8 / ..open 4- / ..unknown ?-?')
    );
    expect(
      rowsOf(trace, EXPAND_ALL).map(({ isRunning, duration, bar }) => [
        isRunning,
        duration,
        bar?.width
      ])
    ).toEqual([
      [true, 8000, 1],
      [false, 7000, 7 / 8],
      [true, 4000, 0.5],
      [true, NaN, undefined]
    ]);
  });

  it('keeps bars within the range, places within their sets, and the order of the trace', () => {
    fc.assert(
      fc.property(
        folded,
        fc.nat(1000),
        fc.nat(1000),
        ([trace, collapsed], from, length) => {
          const visible = visibleRows(trace, collapsed);
          const rows = timelineRows(trace, {
            visible,
            window: { first: 0, last: visible.count, offset: 0 },
            range: { start: from, end: from + length },
            collapsed
          });
          expect(rows.map(({ row }) => row)).toEqual([...visible.rows]);
          for (const { bar, positionInSet, setSize, depth, row } of rows) {
            expect(depth).toBe(ancestorsOf(trace, row).length);
            expect(positionInSet).toBeGreaterThanOrEqual(1);
            expect(positionInSet).toBeLessThanOrEqual(setSize);
            if (bar !== null) {
              expect(bar.left).toBeGreaterThanOrEqual(0);
              expect(bar.width).toBeGreaterThanOrEqual(0);
              expect(bar.left + bar.width).toBeLessThanOrEqual(1);
            }
          }
        }
      )
    );
  });
});

describe('nextFocus', () => {
  /** What a key does at a row of the tree, in words. */
  function press(
    key: string,
    name: string,
    collapsed: CollapsedRows = EXPAND_ALL
  ): string {
    const names = namesOf(agent, collapsed);
    const move = nextFocus(
      agent,
      visibleRows(agent, collapsed),
      names.indexOf(name),
      key
    );
    return wordsFor(move, names);
  }

  function wordsFor(
    move: FocusMove | undefined,
    names: readonly string[]
  ): string {
    if (move === undefined) {
      return 'nothing';
    }
    return move.kind === 'focus'
      ? (names[move.index] ?? '')
      : `${move.kind} ${move.rows.map(row => agent.spans.names[row]).join(', ')}`;
  }

  it.each([
    ['ArrowDown', 'root', 'plan'],
    ['ArrowDown', 'tool again', 'nothing'],
    ['ArrowUp', 'act', 'llm'],
    ['ArrowUp', 'root', 'nothing'],
    ['Home', 'tool', 'root'],
    ['End', 'root', 'tool again'],
    ['PageDown', 'plan', 'tool again'],
    ['PageUp', 'act', 'root'],
    ['ArrowRight', 'root', 'plan'],
    ['ArrowRight', 'llm', 'nothing'],
    ['ArrowLeft', 'llm', 'plan'],
    ['ArrowLeft', 'act', 'collapse act'],
    ['*', 'llm', 'nothing'],
    ['*', 'plan', 'collapse plan, act'],
    ['x', 'plan', 'nothing']
  ])('%s at %s: %s', (key, name, move) => {
    expect(press(key, name)).toBe(move);
  });

  it('opens what is closed, and leaves it to the parent', () => {
    const closed = new Set([1, 3]);
    expect(press('ArrowRight', 'act', closed)).toBe('expand act');
    expect(press('ArrowLeft', 'act', closed)).toBe('root');
    expect(press('ArrowLeft', 'root', new Set([0]))).toBe('nothing');
    expect(press('*', 'act', closed)).toBe('expand plan, act');
  });

  it('means nothing in an empty trace', () => {
    const { info } = traceFromText('root 0-1');
    const empty = buildTrace({ info });
    for (const key of ['ArrowDown', 'End', 'ArrowLeft', 'ArrowRight', '*']) {
      expect(
        nextFocus(empty, visibleRows(empty, EXPAND_ALL), 0, key)
      ).toBeUndefined();
    }
  });
});
