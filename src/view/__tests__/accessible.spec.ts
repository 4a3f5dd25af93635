import { afterEach, expect, it, beforeAll } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { AXE_TIMEOUT_MS, violations } from './axe-violations';
import {
  bundleFrom,
  mountData,
  mountDrawing,
  showPart,
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

/** A span that has recorded something for every part of its details. */
const FULL = bundleFrom([
  traceFromText(AGENT, {
    rows: {
      plan: {
        inputs: JSON.stringify({ query: { text: 'x' } }),
        outputs: JSON.stringify(['a', 1, null]),
        attributes: JSON.stringify({ city: 'Lisbon', deep: { a: [1] } }),
        events: JSON.stringify([
          { name: 'retry', time: 1000, attributes: { delay: 2 } },
          {
            name: 'exception',
            time: 2000,
            attributes: {
              'exception.type': 'RangeError',
              'exception.message': 'too far',
              'exception.stacktrace': 'RangeError: too far\n    at a (b.ts:1:2)'
            }
          }
        ]),
        links: JSON.stringify([
          { traceId: 'tr-2', spanId: '0000000000000001', attributes: { a: 1 } }
        ])
      }
    }
  })
]);

it.each(['Input/Output', 'Attributes', 'Events', 'Links', 'Span'])(
  'the details are accessible at %s',
  async part => {
    const mounted = mountData(FULL);
    fireEvent.click(mounted.row('plan'));
    showPart(mounted, part);
    expect(mounted.find('[role=tabpanel]').textContent).not.toBe('');
    expect(await violations(mounted.element)).toEqual([]);
  },
  AXE_TIMEOUT_MS
);

/** What else may stand in an output, and what shows that it does. */
const OTHER_STATES: readonly (readonly [
  name: string,
  data: unknown,
  selector: string
])[] = [
  ['the error card', 'garbage', '.sb-error'],
  ['no trace', bundleFrom([]), '.sb-list-note'],
  [
    'a trace without its spans',
    bundleFrom([{ info: traceFromText('root 0-1').info }]),
    '.sb-list-note'
  ],
  [
    'a running trace',
    bundleFrom([traceFromText('root 0- / ..done 1-2 / ..on its way 2-')]),
    '.sb-row[data-running]'
  ],
  [
    'a trace with oddities',
    bundleFrom([
      traceFromText('root 0-10 / ..orphan 1-2 / ..backwards 5-3', {
        rows: { orphan: { parentId: 'gone' } }
      })
    ]),
    '.sb-warnings'
  ]
];

it.each(OTHER_STATES)(
  '%s is accessible, and so is what hides it',
  async (_, data, selector) => {
    const { element, find } = mountData(data, { hide: () => undefined });
    await waitFor(() => find(selector));
    element
      .querySelectorAll('details')
      .forEach(folded => folded.setAttribute('open', ''));
    expect(find('.sb-output-hide').hidden).toBe(false);
    expect(await violations(element)).toEqual([]);
  },
  AXE_TIMEOUT_MS
);

it('the menu of a trace is accessible', async () => {
  const { element, find } = mountDrawing(AGENT);
  await waitFor(() => find('[aria-haspopup=menu]'));
  fireEvent.click(find('[aria-haspopup=menu]'));
  await waitFor(() => find('[role=menu]'));
  expect(await violations(element)).toEqual([]);
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
