import { afterEach, describe, expect, it } from '@jest/globals';
import { act, fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleFrom, mountData, unmountAll } from './mounted';
import {
  agentData,
  barOf,
  focusedName,
  opened,
  placeAxis,
  pointer,
  press,
  settle,
  spoken,
  ticksOf,
  wideData
} from './opened';

afterEach(unmountAll);

describe('zoom', () => {
  it('halves the visible time with +, and shows all again with 0', async () => {
    const view = await opened();
    await press('+');
    expect(barOf(view, 'agent')).toBe('0% 100%');
    expect(barOf(view, 'answer')).toBe('50% 50%');
    expect(ticksOf(view)[0]).toBe('30.0 ms'.replace('.0', ''));
    expect(spoken(view)).toBe('Visible time: 25.0 ms to 75.0 ms');
    await press('0');
    expect(barOf(view, 'answer')).toBe('50% 50%');
    expect(barOf(view, 'plan')).toBe('0% 40%');
    expect(spoken(view)).toBe('All of the time is visible');
  });

  it('moves with Shift and the arrows, and stops at the ends', async () => {
    const view = await opened();
    await press('+', '+', 'Shift+ArrowRight');
    expect(spoken(view)).toBe('Visible time: 43.8 ms to 68.8 ms');
    await press(...Array<string>(9).fill('Shift+ArrowRight'));
    expect(spoken(view)).toBe('Visible time: 75.0 ms to 100 ms');
    await press(...Array<string>(13).fill('Shift+ArrowLeft'));
    expect(spoken(view)).toBe('Visible time: 0 µs to 25.0 ms');
  });

  it('marks spans that lie outside, for eyes and ears', async () => {
    const view = await opened();
    await press('+', '+', 'Shift+ArrowRight', 'Shift+ArrowRight');
    expect(spoken(view)).toBe('Visible time: 50.0 ms to 75.0 ms');
    expect(barOf(view, 'plan')).toBeUndefined();
    const edge = view.row('plan').querySelector<HTMLElement>('.sb-edge');
    expect(edge?.dataset['side']).toBe('before');
    expect(view.row('plan').getAttribute('aria-label')).toContain(
      'before the visible time'
    );
    expect(view.row('answer').querySelector('.sb-edge')).toBeNull();
  });

  it('fills the visible part of a bar where the time is the span’s own', async () => {
    const view = await opened();
    await press('+');
    const fill = view.row('plan').querySelector('.sb-bar')?.innerHTML;
    // 25–40 ms of it are visible; the child ends at 35.
    expect(fill).toContain('66.67% 100.00%');
  });

  it('zooms with Ctrl and the wheel at the pointer, and leaves a plain wheel to the page', async () => {
    const view = await opened();
    placeAxis(view);
    const wheel = { clientX: 0, deltaY: -100, ctrlKey: true };
    expect(fireEvent.wheel(view.row('plan'), wheel)).toBe(false);
    await settle();
    expect(spoken(view)).toBe('Visible time: 0 µs to 81.9 ms');
    expect(fireEvent.wheel(view.row('plan'), { deltaY: 100 })).toBe(true);
    expect(
      fireEvent.wheel(view.row('plan'), { deltaY: 100, shiftKey: true })
    ).toBe(false);
    await settle();
    expect(spoken(view)).toBe('Visible time: 8.19 ms to 90.1 ms');
  });

  it('zooms to what is dragged over on the axis, and not on a click', async () => {
    const view = await opened();
    const axis = placeAxis(view);
    const drag = async (from: number, to: number): Promise<void> => {
      fireEvent(axis, pointer('pointerdown', from));
      fireEvent(axis, pointer('pointermove', to));
      await settle();
      fireEvent(axis, pointer('pointerup', to));
      fireEvent(axis, pointer('lostpointercapture', to));
      await settle();
    };
    await drag(500, 501);
    expect(spoken(view)).toBe('');
    await drag(800, 200);
    expect(spoken(view)).toBe('Visible time: 20.0 ms to 80.0 ms');
    fireEvent(axis, pointer('pointerdown', 100));
    fireEvent(axis, pointer('pointermove', 300));
    await settle();
    expect(view.find('.sb-brush').style.width).toBe('20%');
  });

  it('zooms to a span on a double click on its bar, and back on the axis', async () => {
    const view = await opened();
    fireEvent.dblClick(view.row('ask').querySelector('.sb-bar')!);
    await settle();
    expect(spoken(view)).toBe('Visible time: 3.80 ms to 36.2 ms');
    fireEvent.dblClick(view.find('.sb-ticks'));
    await settle();
    expect(spoken(view)).toBe('All of the time is visible');
  });

  it('is kept by the host across a redraw', async () => {
    const kept = new Map<string, unknown>();
    const host = {
      state: {
        get: (key: string) => kept.get(key),
        set: (key: string, value: unknown) => void kept.set(key, value)
      }
    };
    const first = mountData(agentData(), host);
    await settle();
    first.find('.sb-row[tabindex="0"]').focus();
    await press('+');
    unmountAll();
    const again = mountData(agentData(), host);
    expect(barOf(again, 'answer')).toBe('50% 50%');
    expect(barOf(again, 'plan')).toBe('0% 30%');
  });
});

describe('marks on a bar', () => {
  it('show events and exceptions with their names and times', async () => {
    const { row } = await opened();
    const marks = [...row('plan').querySelectorAll<HTMLElement>('.sb-mark')];
    expect(marks.map(({ title, style }) => `${title} | ${style.left}`)).toEqual(
      ['first token, at 10.0 ms | 10%', 'ValueError, at 30.0 ms | 30%']
    );
    expect(marks.map(mark => 'exception' in mark.dataset)).toEqual([
      false,
      true
    ]);
    expect(row('plan').getAttribute('aria-label')).toContain(
      '1 event, exception ValueError'
    );
  });

  it('are none where events cannot be read', async () => {
    for (const events of ['{"cut', '7', '[null, {"time": "x"}]']) {
      const { row } = await opened(
        bundleFrom([traceFromText('root 0-1', { rows: { root: { events } } })])
      );
      expect(row('root').querySelector('.sb-mark')).toBeNull();
      unmountAll();
    }
  });
});

describe('jumps', () => {
  it('go to the next and the previous error, unfolding what hides them', async () => {
    const view = await opened();
    await press('ArrowLeft', 'e');
    expect(focusedName()).toBe('plan');
    expect(spoken(view)).toBe('Error 1 of 2');
    await press('e');
    expect(focusedName()).toBe('search');
    await press('e');
    expect(focusedName()).toBe('plan');
    await press('E');
    expect(focusedName()).toBe('search');
  });

  it('go to the slowest span, then to the next', async () => {
    const view = await opened();
    await press('s');
    expect(focusedName()).toBe('answer');
    expect(spoken(view)).toBe('Slowest 1 of 6');
    await press('s');
    expect(focusedName()).toBe('ask');
  });

  it('say so where there is nowhere to go', async () => {
    const view = await opened(bundleFrom([traceFromText('root 0-1')]));
    await press('e');
    expect(spoken(view)).toBe('No span of this trace failed');
    expect(focusedName()).toBe('root');
  });
});

describe('folding', () => {
  it('shows so many levels as the digit says, and all with a larger one', async () => {
    const view = await opened();
    await press('2');
    expect(view.names()).toEqual(['agent', 'plan', 'search', 'answer']);
    expect(spoken(view)).toBe('2 levels are shown');
    await press('9');
    expect(view.names()).toHaveLength(6);
  });

  it('keeps the focus on what is left of the branch', async () => {
    const view = await opened();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(focusedName()).toBe('wire');
    await press('2');
    expect(focusedName()).toBe('plan');
    await press('1');
    expect(focusedName()).toBe('agent');
    expect(view.names()).toEqual(['agent']);
  });

  it('folds and unfolds siblings with *', async () => {
    const view = await opened();
    await press('ArrowDown', '*');
    expect(view.names()).toEqual(['agent', 'plan', 'search', 'answer']);
    await press('*');
    expect(view.names()).toContain('ask');
  });

  it('offers the levels in the line of tools of a longer trace', async () => {
    const lines = Array.from({ length: 14 }, (_, at) => `..s${at} 0-1`);
    const { find, names } = await opened(
      bundleFrom([traceFromText(['root 0-1', ...lines].join('\n'))])
    );
    fireEvent.change(find('.sb-levels select'), { target: { value: '1' } });
    await settle();
    expect(names()).toEqual(['root']);
    fireEvent.change(find('.sb-levels select'), {
      target: { value: 'Infinity' }
    });
    await settle();
    expect(names()).toHaveLength(15);
  });
});

describe('the minimap', () => {
  it('is there from 50 spans on, for eyes only', async () => {
    expect((await opened(wideData(48))).query('.sb-minimap')).toBeNull();
    unmountAll();
    const { find } = await opened(wideData(49));
    expect(find('.sb-minimap').getAttribute('aria-hidden')).toBe('true');
  });

  it('zooms to what is dragged over, and moves and widens its window', async () => {
    const view = await opened(wideData(100));
    const strip = view.find('.sb-minimap');
    strip.getBoundingClientRect = () => new DOMRect(0, 0, 1000, 24);
    strip.setPointerCapture = () => undefined;
    const drag = async (from: number, to: number): Promise<string> => {
      fireEvent(strip, pointer('pointerdown', from));
      fireEvent(strip, pointer('pointermove', to));
      fireEvent(strip, pointer('lostpointercapture', to));
      await settle();
      const { left, width } = view.find('.sb-minimap-window').style;
      return [left, width]
        .map(at => `${Math.round(Number.parseFloat(at))}%`)
        .join(' ');
    };
    expect(await drag(600, 200)).toBe('20% 40%');
    expect(await drag(400, 500)).toBe('30% 40%');
    expect(await drag(702, 802)).toBe('30% 50%');
    expect(await drag(900, 950)).toBe('90% 5%');
    fireEvent.dblClick(strip);
    await settle();
    expect(view.query('.sb-minimap-window')).toBeNull();
  });
});

describe('a running trace', () => {
  const running = (startTime: number): unknown =>
    bundleFrom([
      traceFromText('root 0- / ..done 0-50 / ..open 50-', {
        info: { startTime: BigInt(startTime) * 1_000_000n }
      })
    ]);

  it('grows with the clock while it is news', async () => {
    const view = await opened(running(Date.now() - 60));
    const before = ticksOf(view);
    const width = (): number =>
      Number.parseFloat(
        view.row('done').querySelector<HTMLElement>('.sb-bar')!.style.width
      );
    await act(async () => {
      await new Promise(resolve => setTimeout(resolve, 650));
    });
    expect(width()).toBeLessThan(40);
    expect(ticksOf(view)).not.toEqual(before);
  });

  it('stands as the clock says with its first picture', async () => {
    const view = await opened(running(Date.now() - 100));
    const open = view.row('open').querySelector<HTMLElement>('.sb-bar')!;
    expect(Number.parseFloat(open.style.width)).toBeGreaterThan(10);
  });

  it('stays as it is when it was opened long after', async () => {
    const view = await opened(running(Date.now() - 3_600_000));
    const before = view.grid().innerHTML;
    await act(async () => {
      await new Promise(resolve => setTimeout(resolve, 650));
    });
    expect(view.grid().innerHTML).toBe(before);
  });
});
