import { afterEach, expect, it, beforeAll } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import axe from 'axe-core';
import { traceFromText } from '../../../test/trace-from-text';
import {
  bundleFrom,
  mountData,
  mountDrawing,
  unmountAll,
  loadDetails
} from './mounted';

const AGENT = `
  agent AGENT 0-100
  ..plan CHAIN 0-40
  ....ask CHAT_MODEL 5-35
  ..search RETRIEVER 40-60 !error`;

beforeAll(loadDetails);
afterEach(unmountAll);

/** Violations that axe finds; colours are checked in a browser, as jsdom draws none. */
async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } }
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html}`)
  );
}

it.each(['expanded', 'collapsed'] as const)(
  'a trace is accessible: %s',
  async display => {
    const { element } = mountDrawing(AGENT, { display });
    expect(await violations(element)).toEqual([]);
  }
);

it('the details are accessible', async () => {
  const { element, row } = mountData(
    bundleFrom([
      traceFromText(AGENT, {
        rows: {
          search: {
            inputs: JSON.stringify({ query: { text: 'x' }, more: [1, 2] }),
            outputs: JSON.stringify('long '.repeat(1000)),
            statusMessage: 'failed',
            events: JSON.stringify([{ name: 'retry', time: 1, attributes: {} }])
          }
        }
      })
    ])
  );
  fireEvent.click(row('search'));
  expect(await violations(element)).toEqual([]);
});

it('a list with an open trace is accessible', async () => {
  const { element, find } = mountData(
    bundleFrom(
      ['tr-1', 'tr-2'].map(traceId =>
        traceFromText(AGENT, { info: { traceId } })
      )
    )
  );
  await waitFor(() => find('.sb-list'));
  fireEvent.click(find('.sb-summary'));
  expect(await violations(element)).toEqual([]);
});

it('the error card is accessible', async () => {
  expect(await violations(mountData('garbage').element)).toEqual([]);
});

it('folded values say whose they are, and whether they are open', () => {
  const { row, find } = mountData(
    bundleFrom([
      traceFromText('root 0-1', {
        rows: { root: { inputs: JSON.stringify({ deep: { a: 1 } }) } }
      })
    ])
  );
  fireEvent.click(row('root'));
  expect(find('[role=treeitem]').textContent).toMatch(/^deep/);
  expect(find('[role=treeitem]').getAttribute('aria-expanded')).toBe('true');
});
