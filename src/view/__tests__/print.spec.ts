import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@testing-library/preact';
import { mountDrawing, unmountAll } from './mounted';

afterEach(unmountAll);

const drawingOf = (children: number): string =>
  [
    'root 0-10',
    ...Array.from({ length: children }, (_, i) => `..span${i} 1-2`)
  ].join('\n');

const printer = (says: 'beforeprint' | 'afterprint'): boolean =>
  window.dispatchEvent(new Event(says));

describe('while it is printed, a timeline', () => {
  it('draws the rows that are out of sight too, and only then', async () => {
    const { grid, names } = mountDrawing(drawingOf(399));
    const before = names().length;
    expect(before).toBeLessThan(50);
    printer('beforeprint');
    await waitFor(() => expect(names()).toHaveLength(400));
    expect(grid().style.height).toBe('8822px');
    printer('afterprint');
    await waitFor(() => expect(names()).toHaveLength(before));
  });

  it('draws 1,000 rows and counts the others', async () => {
    const { element, names } = mountDrawing(drawingOf(1200));
    printer('beforeprint');
    await waitFor(() => expect(names()).toHaveLength(1000));
    expect(element.textContent).toContain('and 201 more spans');
  });

  it('comes back to where it was scrolled', async () => {
    const { grid, names } = mountDrawing(drawingOf(399));
    grid().scrollTop = 880;
    printer('beforeprint');
    await waitFor(() => expect(names()).toHaveLength(400));
    grid().scrollTop = 0;
    printer('afterprint');
    await waitFor(() => expect(grid().scrollTop).toBe(880));
  });
});
