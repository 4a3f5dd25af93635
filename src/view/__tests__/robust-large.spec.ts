import { afterEach, describe, expect, it } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { serializeBundle } from '../../bundle/serialize-bundle';
import { spanTableOf } from '../../bundle/span-table';
import type { SpanRow, TraceInfo } from '../../bundle/types';
import { mountData, unmountAll, type Mounted } from './mounted';

afterEach(unmountAll);

const INFO: TraceInfo = {
  traceId: 'tr-large',
  startTime: 1_795_358_399_145_253_988n,
  state: 'OK',
  metadata: {},
  tags: {},
  assessments: []
};

function mountSpans(rows: readonly SpanRow[], info = INFO): Mounted {
  const spans = spanTableOf(rows);
  return mountData(serializeBundle({ traces: [{ info, spans }] }));
}

const rowsOf = (
  count: number,
  rowAt: (index: number) => Partial<SpanRow>
): SpanRow[] =>
  Array.from({ length: count }, (_, index) => ({
    spanId: index.toString(16).padStart(16, '0'),
    name: `span ${index}`,
    start: index,
    end: 2 * count - index,
    ...rowAt(index)
  }));

const below = (index: number): Pick<SpanRow, 'parentId'> => ({
  parentId: index.toString(16).padStart(16, '0')
});

describe('a trace that is', () => {
  it('10,000 levels deep folds, opens and is walked through', () => {
    const { find, names, grid, row } = mountSpans(
      rowsOf(10_000, index => (index === 0 ? {} : below(index - 1)))
    );
    expect(grid().getAttribute('aria-rowcount')).toBe('10000');
    const first = find('.sb-row');
    fireEvent.keyDown(first, { key: 'ArrowLeft' });
    expect(names()).toEqual(['span 0']);
    fireEvent.keyDown(first, { key: 'ArrowRight' });
    fireEvent.keyDown(first, { key: 'End' });
    expect(names()).toContain('span 9999');
    expect(row('span 9999').querySelector('.sb-depth')?.textContent).toBe(
      '9999'
    );
  });

  it('100,000 spans long keeps few rows in the page', () => {
    const { element, find, grid } = mountSpans(
      rowsOf(100_000, index => (index === 0 ? {} : below(0)))
    );
    expect(grid().getAttribute('aria-rowcount')).toBe('100000');
    expect(find('.sb-summary').textContent).toContain('100,000 spans');
    expect(element.querySelectorAll('*').length).toBeLessThan(1500);
  });

  it('of a value of 50 MB shows its beginning', async () => {
    const text = 'lorem ipsum '.repeat(4_200_000);
    const { find, element } = mountSpans(
      rowsOf(2, () => ({
        inputs: JSON.stringify(text),
        outputs: JSON.stringify({ deep: { text } }),
        attributes: JSON.stringify({ text })
      }))
    );
    fireEvent.click(find('.sb-row'));
    await waitFor(() =>
      expect(find('.sb-detail').textContent).toContain('lorem ipsum')
    );
    expect(find('.sb-detail').textContent).toContain('50.4 MB');
    expect(element.textContent.length).toBeLessThan(200_000);
  });

  it('full of integers of 2^63, NaN, lone surrogates and broken JSON says what is odd', async () => {
    const { find, element } = mountSpans(
      rowsOf(3, index => ({
        spanId: '0000000000000001',
        parentId: '0000000000000001',
        name: '\ud800lone',
        start: index === 1 ? NaN : 5,
        end: index === 2 ? -5 : 9,
        inputs: '{"big":9223372036854775808,"nan":NaN}',
        outputs: '{"cut":',
        events: '[7,null,{"name":"exception"}]'
      }))
    );
    await waitFor(() => find('.sb-warnings'));
    expect(find('.sb-warnings').textContent).toContain('id used before');
    expect(find('.sb-warnings').textContent).toContain('own ancestor');
    fireEvent.click(find('.sb-row'));
    await waitFor(() =>
      expect(element.textContent).toContain('9223372036854775808')
    );
  });
});
