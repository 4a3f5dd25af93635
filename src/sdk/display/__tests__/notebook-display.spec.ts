import { describe, expect, it } from '@jest/globals';
import {
  BUNDLE_MIME_TYPE,
  parseBundle,
  type MimeBundle
} from '../../../bundle';
import { readDisplaySettings } from '../display-settings';
import type { CellHandle, EmitOptions, KernelAdapter } from '../kernel-adapter';
import { NotebookDisplay } from '../notebook-display';
import { TestClock, TestTrace } from './traces';

type Emission = { cell: CellHandle; data: MimeBundle } & EmitOptions;

function openNotebook(env: Record<string, string> = {}) {
  const clock = new TestClock();
  const emissions: Emission[] = [];
  const reports: string[] = [];
  const kernel: {
    cell: CellHandle | undefined;
    throws: boolean;
    showResult: (value: unknown) => boolean;
    delivered: (cell: CellHandle) => void;
  } = {
    cell: {},
    throws: false,
    showResult: () => false,
    delivered: () => undefined
  };
  const listeners: ((cell: CellHandle) => void)[] = [];
  const adapter: KernelAdapter = {
    currentCell: () => kernel.cell,
    emit(cell, data, options) {
      if (kernel.throws) {
        throw new Error('socket closed');
      }
      emissions.push({ cell, data, ...options });
    },
    onCellEnd: listener => listeners.push(listener),
    onDelivered(listener) {
      kernel.delivered = listener;
    },
    onResult(listener) {
      kernel.showResult = listener;
    }
  };
  const settings = { isEnabled: true, env };
  const waiting = new Map<string, string>();
  let ids = 0;
  const display = new NotebookDisplay(adapter, {
    now: clock.now,
    after: clock.after,
    isEnabled: () => settings.isEnabled,
    settings: () => readDisplaySettings(settings.env),
    newDisplayId: () => `display-${++ids}`,
    waiting: () => waiting,
    report: (cause, message) => reports.push(`${cause}: ${message}`)
  });
  const run = (id: string): TestTrace => {
    const trace = new TestTrace(id);
    display.traceStarted(trace);
    trace.isEnded = true;
    display.traceEnded(trace);
    return trace;
  };
  const endCell = (cell: CellHandle): void => {
    listeners.forEach(listener => listener(cell));
  };
  return {
    ...{ clock, emissions, reports, kernel, settings, waiting },
    ...{ display, run, endCell }
  };
}

function waitingIn(emission: Emission | undefined): unknown {
  const result = parseBundle(emission?.data[BUNDLE_MIME_TYPE]);
  return result.ok && result.bundle.waiting;
}

function tracesOf({ data }: Emission): string[] {
  const result = parseBundle(data[BUNDLE_MIME_TYPE]);
  return result.ok ? result.bundle.traces.map(({ info }) => info.traceId) : [];
}

describe('NotebookDisplay', () => {
  it('shows all traces of a cell in one output with three MIME types', () => {
    const { emissions, kernel, run, endCell } = openNotebook();
    const cell = {};
    kernel.cell = cell;
    run('a');
    run('b');
    endCell(cell);
    expect(emissions.map(tracesOf)).toEqual([['a'], ['a', 'b']]);
    expect(
      emissions.map(({ displayId, isUpdate }) => [displayId, isUpdate])
    ).toEqual([
      ['display-1', false],
      ['display-1', true]
    ]);
    expect(Object.keys(emissions[0]?.data ?? {})).toEqual([
      BUNDLE_MIME_TYPE,
      'text/html',
      'text/plain'
    ]);
  });

  it('gives the next run of a cell an output of its own', () => {
    const { emissions, kernel, run, endCell } = openNotebook();
    for (const cell of [{}, {}]) {
      kernel.cell = cell;
      run('a');
      endCell(cell);
    }
    expect(
      emissions.map(({ displayId, isUpdate }) => [displayId, isUpdate])
    ).toEqual([
      ['display-1', false],
      ['display-2', false]
    ]);
  });

  it('updates the cell that started a trace although another one runs when it ends', () => {
    const { clock, emissions, kernel, display, run, endCell } = openNotebook();
    const [first, second] = [{ n: 1 }, { n: 2 }];
    kernel.cell = first;
    const late = new TestTrace('late');
    display.traceStarted(late);
    endCell(first);
    kernel.cell = second;
    run('own');
    clock.advance(1000);
    late.isEnded = true;
    display.traceEnded(late);
    expect(
      emissions.map(emission => [emission.cell, tracesOf(emission)])
    ).toEqual([
      [first, ['late']],
      [second, ['own']],
      [first, ['late']]
    ]);
  });

  it('does not show traces that start while the display is switched off', () => {
    const { emissions, settings, run } = openNotebook();
    settings.isEnabled = false;
    run('hidden');
    settings.isEnabled = true;
    run('shown');
    expect(emissions.map(tracesOf)).toEqual([['shown']]);
  });

  it('obeys SPANBOOK_DISPLAY as it is when a trace starts', () => {
    const { emissions, settings, run } = openNotebook({
      SPANBOOK_DISPLAY: 'off'
    });
    run('hidden');
    settings.env = { SPANBOOK_DISPLAY: 'collapsed' };
    run('shown');
    expect(emissions.map(tracesOf)).toEqual([['shown']]);
    expect(emissions[0]?.data[BUNDLE_MIME_TYPE]).toMatchObject({
      display: 'collapsed'
    });
  });

  it('keeps an output within SPANBOOK_MAX_OUTPUT_BYTES and MLflow’s number of traces', () => {
    const { clock, emissions, run } = openNotebook({
      MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: '2'
    });
    ['a', 'b', 'c', 'd'].forEach(run);
    clock.advance(1000);
    const last = emissions.at(-1);
    expect(last && tracesOf(last)).toEqual(['a', 'b']);
    expect(last?.data['text/plain']).toContain('2 more traces');
  });

  it('shows nothing where there is no cell', () => {
    const { clock, emissions, kernel, run } = openNotebook();
    kernel.cell = undefined;
    run('a');
    clock.advance(1000);
    expect(emissions).toEqual([]);
  });

  it('reports a kernel that fails and lets the program go on', () => {
    const { emissions, reports, kernel, run } = openNotebook();
    kernel.throws = true;
    expect(() => run('a')).not.toThrow();
    expect(emissions).toEqual([]);
    expect(reports).toEqual([
      'display-emit: the traces of a cell could not be shown: socket closed'
    ]);
  });

  it('shows the traces among the results, also while the display is off, and no other value', () => {
    const { emissions, kernel, settings } = openNotebook();
    settings.isEnabled = false;
    const shown = { traceId: 'a', toRecord: () => endedRecord('a') };
    expect(kernel.showResult(shown)).toBe(true);
    expect(emissions.map(tracesOf)).toEqual([['a']]);
    const others = ['text', null, [], [shown, 1], { traceId: 'a' }];
    expect(others.map(value => kernel.showResult(value))).toEqual(
      others.map(() => false)
    );
    expect(emissions).toHaveLength(1);
  });

  it('leaves a result to the kernel that cannot be shown, and reports it', () => {
    const { kernel, reports } = openNotebook();
    const broken = {
      traceId: 'a',
      toRecord: (): never => {
        throw new Error('no record');
      }
    };
    expect(kernel.showResult(broken)).toBe(false);
    expect(reports).toEqual([
      'display-traces: traces could not be shown: no record'
    ]);
  });

  it('stores how to go on with a search, and the ids of what was only counted', () => {
    const { clock, emissions, display, run } = openNotebook({
      MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: '1'
    });
    run('a');
    run('b');
    const query = { experimentIds: ['7'], filter: "status = 'ERROR'" };
    display.searched(query, 'page 2');
    clock.advance(1000);
    const [last] = emissions.slice(-1);
    const parsed = parseBundle(last!.data[BUNDLE_MIME_TYPE]);
    expect(parsed).toMatchObject({
      bundle: {
        more: 1,
        moreIds: ['b'],
        search: { ...query, pageToken: 'page 2' }
      }
    });
  });

  it('makes no output for a search that found nothing to show', () => {
    const { clock, emissions, display } = openNotebook();
    display.searched({ experimentIds: ['7'] }, 'page 2');
    clock.advance(1000);
    expect(emissions).toEqual([]);
  });

  it('shows what is found only while the display is on, and what is got one by one up to the cap', () => {
    const { clock, emissions, display, settings } = openNotebook({
      MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: '2'
    });
    const found = ['a', 'b', 'c'].map(id => ({
      traceId: id,
      toRecord: () => endedRecord(id)
    }));
    settings.isEnabled = false;
    display.found(found, false);
    settings.isEnabled = true;
    clock.advance(1000);
    expect(emissions).toEqual([]);
    display.found(found, true);
    clock.advance(1000);
    expect(emissions.map(tracesOf)).toEqual([['a', 'b']]);
    display.found(found, false);
    clock.advance(1000);
    expect(emissions.map(tracesOf)[1]).toEqual(['a', 'b', 'c']);
  });
});

function endedRecord(id: string): ReturnType<TestTrace['snapshot']> {
  const trace = new TestTrace(id);
  trace.isEnded = true;
  return trace.snapshot();
}

describe('traces that wait for a server', () => {
  const SERVER = 'https://mlflow.example';

  /** A cell of two traces, after its wait for delivery, of which those in `late` wait. */
  function endedCell(...late: string[]) {
    const notebook = openNotebook();
    const cell = {};
    notebook.kernel.cell = cell;
    notebook.run('a');
    notebook.run('b');
    notebook.endCell(cell);
    late.forEach(id => notebook.waiting.set(id, SERVER));
    notebook.kernel.delivered(cell);
    return { ...notebook, cell };
  }

  it('are counted in the output of their cell before its reply', () => {
    const { emissions } = endedCell('a', 'b', 'of another cell');
    expect(waitingIn(emissions.at(-1))).toEqual({
      count: 2,
      server: SERVER,
      at: expect.stringMatching(/^\d{4}-.*Z$/)
    });
    expect(emissions.at(-1)).toMatchObject({ isUpdate: true });
  });

  it('are not counted any more once the server has them', () => {
    const { clock, emissions, waiting } = endedCell('a', 'b');
    waiting.delete('a');
    clock.advance(2000);
    expect(waitingIn(emissions.at(-1))).toMatchObject({ count: 1 });
    waiting.clear();
    clock.advance(10_000);
    expect(waitingIn(emissions.at(-1))).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('draw the output only when their count changes', () => {
    const { clock, emissions } = endedCell('a');
    const { length } = emissions;
    clock.advance(60_000);
    expect(emissions).toHaveLength(length);
  });

  it('are seen a moment later where nothing tells the end of the wait', () => {
    const { clock, emissions, waiting, run } = openNotebook();
    run('a');
    waiting.set('a', SERVER);
    clock.advance(2000);
    expect(emissions.map(waitingIn)).toEqual([
      undefined,
      expect.objectContaining({ count: 1 })
    ]);
  });

  it('leave the output alone when there are none', () => {
    const { clock, emissions } = endedCell();
    const { length } = emissions;
    clock.advance(60_000);
    expect(emissions).toHaveLength(length);
    expect(clock.pending).toBe(0);
  });
});
