import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { inspect } from 'node:util';
import { BUNDLE_MIME_TYPE } from '../../../bundle';
import { setDiagnosticHandler } from '../../diag';
import { shared } from '../../state';
import { traceFixture } from '../../trace/__tests__/fixtures';
import { Trace } from '../../trace/trace';
import { CellTraces } from '../cell-traces';
import { display } from '../display';
import { displayable } from '../displayable';
import { displayFound, type TraceDisplay } from '../trace-display';
import { TestTrace } from './traces';

const trace = Trace.fromJSON(traceFixture('01_agent_chat_rag_tool', 'rest'));
const named = (id: string): Trace =>
  new Trace({ ...trace.info, traceId: id }, trace.data);

const LIMITS = { maxTraces: Infinity, maxBytes: 2_000_000 };

afterEach(() => {
  shared.display = undefined;
  setDiagnosticHandler(undefined);
});

describe('display', () => {
  it('does nothing outside a notebook', () => {
    expect(() => display(trace)).not.toThrow();
  });

  it('refuses what is no trace', () => {
    expect(() => Reflect.apply(display, undefined, ['text'])).toThrow(
      'display: expected a Trace or a list of them, found'
    );
  });

  it('reports a display that fails, and goes on', () => {
    const failing = (): never => {
      throw new Error('socket closed');
    };
    const handler = jest.fn();
    setDiagnosticHandler(handler);
    shared.display = { found: failing, show: failing } satisfies TraceDisplay;
    display(trace);
    displayFound([trace]);
    expect(handler).toHaveBeenCalledTimes(2);
    expect(handler).toHaveBeenCalledWith(
      expect.objectContaining({
        message: 'traces could not be shown: socket closed'
      })
    );
  });
});

describe('a displayable trace', () => {
  it('prints as one short line, alone and in a list', () => {
    const text = `Trace(traceId=${trace.traceId})`;
    expect(inspect(trace)).toBe(text);
    expect(inspect([trace])).toBe(`[ ${text} ]`);
    expect(inspect(displayable([trace]))).toBe(`[ ${text} ]`);
  });

  it('gives a kernel its data by MIME type', () => {
    const hook: unknown = Reflect.get(trace, Symbol.for('Jupyter.display'));
    const data: unknown =
      typeof hook === 'function' && Reflect.apply(hook, trace, []);
    expect(Object.keys(Object(data))).toEqual([
      BUNDLE_MIME_TYPE,
      'text/html',
      'text/plain'
    ]);
  });

  it('is copied and compared as if it had no hooks', () => {
    const copy: object = Object.assign({}, displayable([trace]));
    expect(Reflect.ownKeys(copy)).toEqual(['0']);
    expect(displayable([trace])).toEqual([trace]);
  });
});

describe('CellTraces', () => {
  it('keeps a trace once that is made, found and asked for', () => {
    const traces = new CellTraces();
    traces.start(new TestTrace('a'), 10);
    expect(traces.add(named('a'), LIMITS, false)).toBe(false);
    expect(traces.add(named('b'), LIMITS, false)).toBe(true);
    expect(traces.add(named('b'), LIMITS, true)).toBe(true);
    expect(traces.add(named('b'), LIMITS, true)).toBe(false);
    const ids = (onlyWanted: boolean): string[] =>
      traces.content(onlyWanted).traces.map(({ info }) => info.traceId);
    expect(ids(false)).toEqual(['a', 'b']);
    expect(ids(true)).toEqual(['b']);
  });

  it('shows a counted trace once it is asked for, and counts it no longer', () => {
    const traces = new CellTraces();
    traces.start(new TestTrace('a'), 1);
    traces.start(new TestTrace('b'), 1);
    expect(traces.content(false).more).toBe(1);
    traces.add(named('b'), LIMITS, true);
    expect(traces.content(false)).toMatchObject({
      more: 0,
      traces: [{ info: { traceId: 'a' } }, { info: { traceId: 'b' } }]
    });
  });

  it('names the traces that it only counts', () => {
    const traces = new CellTraces();
    ['a', 'b', 'c'].forEach(id => traces.start(new TestTrace(id), 1));
    expect(traces.content(false)).toMatchObject({
      more: 2,
      moreIds: ['b', 'c']
    });
    expect(traces.content(true)).toMatchObject({ more: 0, moreIds: [] });
  });

  it('keeps the last search that was not read to its end', () => {
    const traces = new CellTraces();
    const [slow, failed] = [['1'], ['2']].map(experimentIds => ({
      experimentIds
    }));
    expect(traces.searched(slow!, 'page 2')).toBe(true);
    expect(traces.searched(failed!, undefined)).toBe(false);
    expect(traces.content(false).search).toEqual({
      ...slow,
      pageToken: 'page 2'
    });
    expect(traces.content(true).search).toBeUndefined();
    traces.searched(slow!, undefined);
    expect(traces.content(false).search).toBeUndefined();
  });

  it('takes traces whole, then without spans, then not at all, as the budget fills', () => {
    const traces = new CellTraces();
    const spans = Array.from({ length: 10 }, () => trace.data.spans).flat();
    for (let i = 0; i < 100; i++) {
      const large = new Trace({ ...trace.info, traceId: `tr-${i}` }, { spans });
      traces.add(large, { ...LIMITS, maxBytes: 30_000 }, false);
    }
    const content = traces.content(false);
    const whole = content.traces.filter(({ spans }) => spans !== undefined);
    expect(whole.length).toBeGreaterThan(0);
    expect(content.traces.length).toBeGreaterThan(whole.length);
    expect(content.traces.length + content.more).toBe(100);
    expect(content.more).toBeGreaterThan(0);
  });
});
