import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { spanTableOf } from '../../bundle/span-table';
import type { SpanRow } from '../../bundle/types';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleFrom, loadDetails, mountData, unmountAll } from './mounted';

beforeAll(loadDetails);
afterEach(unmountAll);

type Rows = readonly (Partial<SpanRow> & Pick<SpanRow, 'spanId'>)[];

/** A bundle of one trace with those spans, each of a millisecond where they do not say otherwise. */
function bundleOf(rows: Rows): unknown {
  const spans = rows.map(row => ({
    name: `span ${row.spanId}`,
    start: 0,
    end: 1000,
    ...row
  }));
  const { info } = traceFromText('root 0-1');
  return bundleFrom([{ info, spans: spanTableOf(spans) }]);
}

describe('the reader is told of', () => {
  it.each<readonly [odd: string, rows: Rows, said: string]>([
    [
      'an orphan',
      [{ spanId: 'a' }, { spanId: 'b', parentId: 'gone' }],
      'parent not in the trace: 1 span'
    ],
    [
      'a cycle',
      [
        { spanId: 'a' },
        { spanId: 'b', parentId: 'c' },
        { spanId: 'c', parentId: 'b' }
      ],
      'own ancestor, made a root: 1 span'
    ],
    [
      'several roots',
      [{ spanId: 'a' }, { spanId: 'b' }],
      'more than one root: 2 spans'
    ],
    [
      'an id used twice',
      [{ spanId: 'a' }, { spanId: 'a', parentId: 'a' }],
      'id used before: 1 span'
    ],
    [
      'a span that ends before it starts',
      [{ spanId: 'a', start: 9, end: 2 }],
      'end before start: 1 span'
    ],
    [
      'a time that is no number',
      [{ spanId: 'a' }, { spanId: 'b', parentId: 'a', start: NaN }],
      'start or end not recorded: 1 span'
    ]
  ])('%s', async (_, rows, said) => {
    const { element, find } = mountData(bundleOf(rows));
    await waitFor(() =>
      expect(find('.sb-warnings').textContent).toContain(said)
    );
    expect(element.querySelectorAll('.sb-row')).toHaveLength(rows.length);
  });

  it('a trace that has a table of spans and none in it', async () => {
    const { element, find } = mountData(bundleOf([]));
    await waitFor(() =>
      expect(find('.sb-warnings').textContent).toContain('no spans are stored')
    );
    expect(element.textContent).toContain('not kept in the notebook');
  });

  it('a bundle of a newer version', async () => {
    const { find } = mountData({ version: 99, traces: [] });
    await waitFor(() =>
      expect(find('.sb-error').textContent).toMatch(
        /version 99, this parser reads up to \d/
      )
    );
  });

  it('garbage', async () => {
    const { find } = mountData('garbage');
    await waitFor(() =>
      expect(find('.sb-error').textContent).toContain('not JSON')
    );
  });
});

describe('the reader sees as it was recorded', () => {
  const shown = async (row: Partial<SpanRow>, text: string): Promise<void> => {
    const { find } = mountData(bundleOf([{ spanId: 'a', ...row }]));
    fireEvent.click(find('.sb-row'));
    await waitFor(() => expect(find('.sb-detail').textContent).toContain(text));
  };

  it('an integer of 2^63, to its last digit', () =>
    shown({ inputs: '{"big":9223372036854775808}' }, '9223372036854775808'));

  it('NaN in a value', () => shown({ inputs: '{"share":NaN}' }, 'NaN'));

  it('the letters beside a lone surrogate', () =>
    shown({ name: '\ud800lone' }, 'lone'));

  it('JSON that was cut off', () => shown({ outputs: '{"cut":' }, '{"cut":'));
});
