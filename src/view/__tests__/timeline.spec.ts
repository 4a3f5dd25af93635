import { afterEach, describe, expect, it } from '@jest/globals';
import { fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { StatusCode } from '../../bundle/types';
import { bundleFrom, mountData, mountDrawing, unmountAll } from './mounted';
import type { Mounted } from './mounted';

const AGENT = `
  agent AGENT 0-100
  ..plan CHAIN 0-40
  ....ask CHAT_MODEL 5-35
  ..search RETRIEVER 40-60 !error
  ..answer CHAT_MODEL 60-100`;

afterEach(unmountAll);

/** The root and `count` children, one after the other. */
function wideTrace(count: number): unknown {
  const children = Array.from({ length: count }, (_, at) => ({
    spanId: `child-${at}`,
    name: `child ${at}`,
    start: at,
    end: at + 1
  }));
  const lines = children.map(
    ({ name, start, end }) => `..${name} ${start}-${end}`
  );
  return bundleFrom([traceFromText([`root 0-${count}`, ...lines].join('\n'))]);
}

function press(key: string, times = 1): boolean {
  let passed = true;
  for (let i = 0; i < times; i++) {
    passed = fireEvent.keyDown(document.activeElement!, { key });
  }
  return passed;
}

function focusedName(): string {
  return document.activeElement?.querySelector('.sb-label')?.textContent ?? '';
}

describe('the treegrid', () => {
  it('gives each row its place in the tree', () => {
    const { grid, row } = mountDrawing(AGENT);
    expect(grid().getAttribute('aria-rowcount')).toBe('5');
    const ask = row('ask');
    expect(ask.getAttribute('aria-level')).toBe('3');
    expect(ask.hasAttribute('aria-expanded')).toBe(false);
    const search = row('search');
    expect(search.getAttribute('aria-level')).toBe('2');
    expect(search.getAttribute('aria-posinset')).toBe('2');
    expect(search.getAttribute('aria-setsize')).toBe('3');
    expect(search.getAttribute('aria-rowindex')).toBe('4');
    expect(row('plan').getAttribute('aria-expanded')).toBe('true');
    expect(search.dataset['spanId']).toBe('0000000000000004');
  });

  it('says in the label what the bar shows', () => {
    const { row } = mountDrawing(AGENT);
    expect(row('search').getAttribute('aria-label')).toBe(
      'search, retriever, 20.0 ms, 20 % of the trace, starts at 40.0 ms, error'
    );
  });

  it('places bars in the time of the trace, and fills in the own time', () => {
    const { row } = mountDrawing(AGENT);
    const bar = row('plan').querySelector<HTMLElement>('.sb-bar')!;
    expect(bar.style.left).toBe('0%');
    expect(bar.style.width).toBe('40%');
    expect(bar.innerHTML).toContain('0.00% 12.50%');
    expect(bar.innerHTML).toContain('87.50% 100.00%');
  });

  it('indents eight levels and then counts', () => {
    const deep = Array.from(
      { length: 12 },
      (_, depth) => `${'..'.repeat(depth)}s${depth} 0-10`
    ).join('\n');
    const { row } = mountDrawing(deep);
    expect(row('s8').querySelector('.sb-depth')).toBeNull();
    expect(row('s11').querySelector('.sb-depth')?.textContent).toBe('11');
    expect(
      row('s11').querySelector<HTMLElement>('.sb-name')?.getAttribute('style')
    ).toContain('--sb-depth: 8');
  });

  it('draws only the rows near the scroll position', () => {
    const { grid, names, element } = mountData(wideTrace(5000));
    expect(grid().getAttribute('aria-rowcount')).toBe('5001');
    const atFirst = names().length;
    grid().scrollTop = 2200 * 22;
    fireEvent.scroll(grid());
    expect(names()).toContain('child 2200');
    expect(names().length).toBeLessThan(40);
    // Nobody scrolls in the first picture, so it is kept small.
    expect(atFirst).toBeLessThan(20);
    expect(names().length).toBeGreaterThan(atFirst);
    expect(element.querySelectorAll('*').length).toBeLessThan(1500);
  });

  it('keeps the focused row in the page when it is scrolled away', () => {
    const { grid, row, names } = mountData(wideTrace(500));
    row('child 3').focus();
    fireEvent.click(row('child 3'));
    grid().scrollTop = 300 * 22;
    fireEvent.scroll(grid());
    expect(names()).toContain('child 3');
    expect(focusedName()).toBe('child 3');
  });
});

describe('the mouse', () => {
  it('folds descendants on a click on the twisty, and selects nothing', () => {
    const { row, names, query } = mountDrawing(AGENT);
    fireEvent.click(row('plan').querySelector('.sb-twisty')!);
    expect(names()).toEqual(['agent', 'plan', 'search', 'answer']);
    expect(row('plan').getAttribute('aria-expanded')).toBe('false');
    expect(query('.sb-detail')).toBeNull();
    fireEvent.click(row('plan').querySelector('.sb-twisty')!);
    expect(names()).toContain('ask');
  });

  it('selects a row and opens its details', () => {
    const { row, find } = mountDrawing(AGENT);
    fireEvent.click(row('ask'));
    expect(row('ask').getAttribute('aria-selected')).toBe('true');
    expect(row('plan').getAttribute('aria-selected')).toBe('false');
    expect(find('.sb-detail').getAttribute('aria-label')).toBe(
      'Details of ask'
    );
  });
});

describe('the keyboard', () => {
  function focused(drawing = AGENT): Mounted {
    const mounted = mountDrawing(drawing);
    mounted.find('.sb-row[tabindex="0"]').focus();
    return mounted;
  }

  it('has one tab stop, which moves with the focus', () => {
    const { element, row } = focused();
    press('ArrowDown');
    expect(focusedName()).toBe('plan');
    expect(
      [...element.querySelectorAll('.sb-row[tabindex="0"]')].map(
        stop => stop === row('plan')
      )
    ).toEqual([true]);
  });

  it('moves by row, to the ends, and by page', () => {
    focused();
    press('ArrowDown', 3);
    expect(focusedName()).toBe('search');
    press('ArrowUp');
    expect(focusedName()).toBe('ask');
    press('End');
    expect(focusedName()).toBe('answer');
    press('Home');
    expect(focusedName()).toBe('agent');
    press('PageDown');
    expect(focusedName()).toBe('answer');
    press('PageUp');
    expect(focusedName()).toBe('agent');
  });

  it('folds and unfolds, and moves between parent and child', () => {
    const { names } = focused();
    press('ArrowRight');
    expect(focusedName()).toBe('plan');
    press('ArrowLeft');
    expect(names()).not.toContain('ask');
    press('ArrowLeft');
    expect(focusedName()).toBe('agent');
    press('ArrowDown');
    press('*');
    expect(names()).toContain('ask');
  });

  it('reaches the last row of a long trace', () => {
    const { find } = mountData(wideTrace(3000));
    find('.sb-row[tabindex="0"]').focus();
    press('End');
    expect(focusedName()).toBe('child 2999');
  });

  it('opens the details with Enter, and comes back with Escape', () => {
    const { find, query } = focused();
    press('ArrowDown');
    press('Enter');
    expect(find('.sb-detail').contains(document.activeElement)).toBe(true);
    press('Escape');
    expect(focusedName()).toBe('plan');
    expect(query('.sb-detail')).not.toBeNull();
    press('Escape');
    expect(query('.sb-detail')).toBeNull();
  });

  it('lets the details follow the focus', () => {
    const { find } = focused();
    press('Enter');
    press('Escape');
    press('ArrowDown');
    expect(find('.sb-detail').getAttribute('aria-label')).toBe(
      'Details of plan'
    );
  });

  it('keeps its keys from the host, and leaves all others to it', () => {
    const { element } = focused();
    const heard: string[] = [];
    const listen = (event: KeyboardEvent): void => void heard.push(event.key);
    document.body.addEventListener('keydown', listen);
    ['ArrowUp', 'ArrowDown', 'End', '*'].forEach(key => {
      expect(press(key)).toBe(false);
    });
    expect(press('a')).toBe(true);
    fireEvent.keyDown(element.querySelector('.sb-row')!, {
      key: 'ArrowDown',
      ctrlKey: true
    });
    expect(heard).toEqual(['a', 'ArrowDown']);
    document.body.removeEventListener('keydown', listen);
  });

  it('leaves the page alone while the timeline has no focus', () => {
    mountDrawing(AGENT);
    expect(fireEvent.keyDown(document.body, { key: 'ArrowDown' })).toBe(true);
  });
});

describe('the height', () => {
  it('fits a short trace and stops at 320 pixels of rows', () => {
    expect(mountDrawing(AGENT).grid().style.height).toBe(`${5 * 22 + 22}px`);
    expect(mountData(wideTrace(50)).grid().style.height).toBe('342px');
  });

  it('is changed with the handle by keyboard', () => {
    const { find, grid } = mountData(wideTrace(50));
    fireEvent.keyDown(find('[role=separator]'), { key: 'ArrowDown' });
    expect(grid().style.height).toBe('364px');
  });
});

it('shows an unset status as no error', () => {
  const { row } = mountData(
    bundleFrom([
      traceFromText('root 0-1', {
        rows: { root: { status: StatusCode.unset } }
      })
    ])
  );
  expect(row('root').dataset['error']).toBeUndefined();
});
