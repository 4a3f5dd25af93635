import { describe, expect, it } from '@jest/globals';
import { CellOutput } from '../cell-output';
import { TestClock, TestTrace } from './traces';

type Emission = { at: number; text: string; isUpdate: boolean };

/** An output whose emissions are written as `a b…` (… = running) `+n` (not shown). */
function openOutput({ cost = 0 } = {}) {
  const clock = new TestClock();
  const emissions: Emission[] = [];
  const failures: unknown[] = [];
  const state = { isEnabled: true, emitThrows: false };
  const output = new CellOutput({
    now: clock.now,
    after: clock.after,
    isEnabled: () => state.isEnabled,
    failed: error => failures.push(error),
    emit({ traces, more }, isUpdate) {
      if (state.emitThrows) {
        throw new Error('socket closed');
      }
      const texts = traces.map(
        ({ info }) => info.traceId + (info.state === 'IN_PROGRESS' ? '…' : '')
      );
      const text = [...texts, ...(more > 0 ? [`+${more}`] : [])].join(' ');
      emissions.push({ at: clock.now(), text, isUpdate });
      if (cost > 0) {
        clock.advance(cost);
      }
    }
  });
  const start = (id: string, max = 10): TestTrace => {
    const trace = new TestTrace(id);
    output.traceStarted(trace, max);
    return trace;
  };
  const end = (trace: TestTrace): void => {
    trace.isEnded = true;
    output.traceEnded(trace);
  };
  return { clock, emissions, failures, state, output, start, end };
}

const shown = (emissions: Emission[]): string[] =>
  emissions.map(
    ({ at, text, isUpdate }) => `${at} ${isUpdate ? 'update' : 'new'} ${text}`
  );

describe('CellOutput', () => {
  it('shows a short trace the moment it ends, and nothing more at the end of the cell', () => {
    const { clock, emissions, output, start, end } = openOutput();
    const trace = start('a');
    clock.advance(7);
    end(trace);
    output.flush();
    clock.advance(10_000);
    expect(shown(emissions)).toEqual(['7 new a']);
    expect(clock.pending).toBe(0);
  });

  it('keeps the order in which traces started, whichever ends first', () => {
    const { clock, emissions, output, start, end } = openOutput();
    const [a, b] = [start('a'), start('b')];
    clock.advance(5);
    end(b);
    clock.advance(5);
    end(a);
    output.flush();
    expect(shown(emissions)).toEqual(['5 new a… b', '10 update a b']);
  });

  it('emits at most five times a second while traces end, and the last state for certain', () => {
    const { clock, emissions, start, end } = openOutput();
    for (let i = 0; i < 100; i++) {
      end(start('t', 1000));
      clock.advance(10);
    }
    clock.advance(1000);
    const times = emissions.map(({ at }) => at);
    times.slice(1).forEach((at, i) => {
      expect(at - (times[i] ?? NaN)).toBeGreaterThanOrEqual(200);
    });
    expect(emissions.length).toBeLessThanOrEqual(7);
    expect(emissions.at(-1)?.text.split(' ')).toHaveLength(100);
    expect(emissions.filter(({ isUpdate }) => !isUpdate)).toHaveLength(1);
  });

  it('shows a trace that still runs after 200 ms, and its new spans as they come', () => {
    const { clock, emissions, output, start, end } = openOutput();
    const trace = start('a');
    clock.advance(300);
    output.traceChanged(trace);
    clock.advance(300);
    end(trace);
    expect(shown(emissions)).toEqual(['200 new a…', '500 update a…']);
    clock.advance(200);
    expect(shown(emissions).at(-1)).toBe('700 update a');
  });

  it('shows a running trace as running when the cell ends, and updates it when it ends later', () => {
    const { clock, emissions, output, start, end } = openOutput();
    const trace = start('a');
    clock.advance(3);
    output.flush();
    clock.advance(5000);
    end(trace);
    expect(shown(emissions)).toEqual(['3 new a…', '5003 update a']);
  });

  it('is sent again when an ended trace gets a tag or a late span', () => {
    const { clock, emissions, output, start, end } = openOutput();
    const trace = start('a');
    end(trace);
    output.traceChanged(trace);
    clock.advance(200);
    expect(shown(emissions)).toEqual(['0 new a', '200 update a']);
    expect(trace.snapshots).toBe(2);
  });

  it('asks an ended trace for its record once, however often the output is drawn', () => {
    const { clock, start, end } = openOutput();
    const first = start('a');
    end(first);
    for (let i = 0; i < 5; i++) {
      end(start('b'));
      clock.advance(500);
    }
    expect(first.snapshots).toBe(1);
  });

  it('counts the traces that come after the output is full', () => {
    const { emissions, output, start, end } = openOutput();
    [start('a', 2), start('b', 2)].forEach(end);
    start('c', 2);
    start('d', 2);
    output.flush();
    expect(emissions.at(-1)?.text).toBe('a b +2');
  });

  it('leaves nine tenths of the time to the program when drawing is expensive', () => {
    const { clock, emissions, start, end } = openOutput({ cost: 100 });
    const end1 = start('a');
    end(end1);
    end(start('b'));
    clock.advance(5000);
    const [first, second] = emissions.map(({ at }) => at);
    expect((second ?? NaN) - (first ?? NaN)).toBeGreaterThanOrEqual(1000);
  });

  it('emits nothing when the display was switched off before the first emission', () => {
    const { clock, emissions, state, output, start, end } = openOutput();
    const trace = start('a');
    state.isEnabled = false;
    end(trace);
    output.flush();
    clock.advance(1000);
    expect(emissions).toEqual([]);
  });

  it('brings an output that stands to its end although the display was switched off', () => {
    const { clock, emissions, state, start, end } = openOutput();
    const trace = start('a');
    clock.advance(200);
    state.isEnabled = false;
    clock.advance(300);
    end(trace);
    expect(shown(emissions)).toEqual(['200 new a…', '500 update a']);
  });

  it('adds an output anew that the cell has cleared, and updates it from then on', () => {
    const { clock, emissions, output, start, end } = openOutput();
    end(start('a'));
    output.cleared();
    output.flush();
    const trace = start('b');
    clock.advance(300);
    end(trace);
    clock.advance(300);
    expect(shown(emissions)).toEqual([
      '0 new a',
      '0 new a',
      '200 update a b…',
      '400 update a b'
    ]);
  });

  it('adds nothing when a cell clears what was never put out', () => {
    const { clock, emissions, output } = openOutput();
    output.cleared();
    output.flush();
    clock.advance(1000);
    expect(emissions).toEqual([]);
  });

  it('reports what the kernel throws, and emits the output as new at the next change', () => {
    const { clock, emissions, failures, state, start, end } = openOutput();
    state.emitThrows = true;
    end(start('a'));
    state.emitThrows = false;
    end(start('b'));
    clock.advance(200);
    expect(failures).toEqual([new Error('socket closed')]);
    expect(shown(emissions)).toEqual(['200 new a b']);
  });
});
