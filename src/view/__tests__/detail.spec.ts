import { afterEach, expect, it, jest } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleOf } from '../../bundle/bundle-of';
import { serializeBundle } from '../../bundle/serialize-bundle';
import type { SpanRow } from '../../bundle/types';
import { bundleFrom, mountData, unmountAll } from './mounted';
import type { Mounted } from './mounted';

afterEach(unmountAll);

/** The details of one span that recorded this. */
function opened(span: Partial<SpanRow>): Mounted {
  return openedIn(
    bundleFrom([traceFromText('span TOOL 0-10', { rows: { span } })])
  );
}

function openedIn(data: unknown): Mounted {
  const mounted = mountData(data);
  fireEvent.click(mounted.row('span'));
  return mounted;
}

/** Text of the section with that title. */
function section({ element }: Mounted, title: string): string {
  const found = [...element.querySelectorAll('.sb-section')].find(
    ({ firstElementChild }) =>
      firstElementChild?.querySelector('h4')?.textContent === title
  );
  return found?.textContent.slice(title.length) ?? 'absent';
}

const json = JSON.stringify;

it('shows inputs, outputs, attributes and events', () => {
  const mounted = opened({
    inputs: json({ question: 'why?', tries: 2, deep: { list: [true, null] } }),
    outputs: json('because'),
    attributes: json({ model: 'm1' }),
    events: json([{ name: 'first token', time: 4000, attributes: { at: 1 } }])
  });
  const inputs = section(mounted, 'Inputs');
  ['question', 'why?', 'tries', '2', 'true', 'null'].forEach(part =>
    expect(inputs).toContain(part)
  );
  expect(section(mounted, 'Outputs')).toContain('because');
  expect(section(mounted, 'Attributes')).toContain('model m1');
  expect(section(mounted, 'Events')).toContain('first token4.00 ms');
  expect(section(mounted, 'Links')).toBe('absent');
});

it('calls a span without a name unnamed, in the timeline and in the details', () => {
  const { row, find } = mountData(
    bundleFrom([traceFromText('span 0-10', { rows: { span: { name: '' } } })])
  );
  fireEvent.click(row('unnamed span'));
  expect(row('unnamed span').ariaLabel).toMatch(/^unnamed span, /);
  expect(find('.sb-detail-head').textContent).toContain('unnamed span');
  expect(find('.sb-detail').ariaLabel).toContain('unnamed span');
});

it('shows times, status and ids', () => {
  const about = section(
    openedIn(bundleFrom([traceFromText('span 0-10 / ..child 2-6')])),
    'Span'
  );
  expect(about).toContain('OK');
  expect(about).toContain('+0 µs');
  expect(about).toContain('10.0 ms · 6.00 ms of its own');
  expect(about).toContain('0000000000000001');
  expect(about).toContain('tr-00000000000000000000000000000001');
});

it('shows an exception once: type, message and stack', () => {
  const mounted = opened({
    status: 2,
    statusMessage: 'TypeError: x is not a function',
    events: json([
      {
        name: 'exception',
        time: 3000,
        attributes: {
          'exception.type': 'TypeError',
          'exception.message': 'x is not a function',
          'exception.stacktrace': 'TypeError: …\n    at cell.ts:3'
        }
      }
    ])
  });
  expect(section(mounted, 'Exceptions')).toBe(
    'TypeError: x is not a functionTypeError: …\n    at cell.ts:3'
  );
  expect(section(mounted, 'Events')).toBe('absent');
});

it('shows a status message that no exception says', () => {
  const mounted = opened({ status: 2, statusMessage: 'timed out' });
  expect(section(mounted, 'Status')).toBe('timed out');
});

it('shows integers beyond 2^53 digit by digit', () => {
  const mounted = opened({ inputs: '{"id": 9223372036854775807}' });
  expect(section(mounted, 'Inputs')).toContain('9223372036854775807');
});

it('shows text that is no JSON as it is', () => {
  expect(section(opened({ outputs: 'half a {"val' }), 'Outputs')).toContain(
    'half a {"val'
  );
});

it('cuts a long text until it is asked for', () => {
  const text = 'long '.repeat(1000);
  const mounted = opened({ outputs: json(text) });
  expect(section(mounted, 'Outputs').length).toBeLessThan(1000);
  const button = mounted.find('.sb-more');
  expect(button.textContent).toBe('Show all (5.00 kB)');
  fireEvent.click(button);
  expect(section(mounted, 'Outputs')).toContain(text);
});

it('draws a long list a part at a time', () => {
  const list = Array.from({ length: 5000 }, (_, at) => `item ${at}`);
  const mounted = opened({ outputs: json(list) });
  expect(mounted.element.querySelectorAll('*').length).toBeLessThan(1000);
  expect(mounted.find('.sb-more').textContent).toBe('4,900 more');
  fireEvent.click(mounted.find('.sb-more'));
  expect(section(mounted, 'Outputs')).toContain('item 199');
});

it('folds and unfolds a value', () => {
  const mounted = opened({ inputs: json({ deep: { inner: 'treasure' } }) });
  expect(section(mounted, 'Inputs')).toContain('treasure');
  fireEvent.click(mounted.find('.sb-json-toggle'));
  expect(section(mounted, 'Inputs')).not.toContain('treasure');
  expect(section(mounted, 'Inputs')).toContain('1 key');
});

it('says how much of a cut value is there', () => {
  const record = traceFromText('span 0-10', {
    rows: { span: { outputs: json('x'.repeat(50_000)) } }
  });
  const bundle = bundleOf([record], { maxBytes: 10_000 });
  const outputs = section(openedIn(serializeBundle(bundle)), 'Outputs');
  expect(outputs).toContain('256 B of 50.0 kB are here');
});

it('copies a value, and says so', async () => {
  const copied: string[] = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) }
  });
  const mounted = opened({ inputs: json({ a: 1 }) });
  const button = mounted.find('[aria-label="Copy: Inputs"]');
  fireEvent.click(button);
  await waitFor(() =>
    expect(mounted.find('[role=status]').textContent).toBe('Copied')
  );
  expect(copied).toEqual(['{"a":1}']);
});

it('parses a payload only when its span is opened', () => {
  const parse = jest.spyOn(JSON, 'parse');
  const data = bundleFrom([
    traceFromText('root 0-9 / ..span 1-2', {
      rows: { span: { inputs: json({ secret: 'payload' }) } }
    })
  ]);
  const readPayload = (): boolean =>
    parse.mock.calls.some(([text]) => text.includes('payload'));
  const mounted = mountData(data);
  expect(readPayload()).toBe(false);
  fireEvent.click(mounted.row('span'));
  expect(readPayload()).toBe(true);
  parse.mockRestore();
});

it('closes on its button, and the focus goes back to the row', () => {
  const mounted = opened({});
  fireEvent.click(mounted.find('[aria-label="Close the details"]'));
  expect(mounted.query('.sb-detail')).toBeNull();
  expect(document.activeElement).toBe(mounted.row('span'));
});
