import { afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleOf } from '../../bundle/bundle-of';
import { serializeBundle } from '../../bundle/serialize-bundle';
import {
  bundleFrom,
  loadDetails,
  mountData,
  showPart,
  unmountAll
} from './mounted';
import type { Mounted } from './mounted';
import { opened, openedIn, section } from './opened-span';

beforeAll(loadDetails);
afterEach(unmountAll);

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
  showPart(mounted, 'Attributes');
  expect(section(mounted, 'Attributes')).toContain('model m1');
  showPart(mounted, 'Events');
  expect(section(mounted, 'Events')).toContain('first token4.00 ms');
  expect(() => showPart(mounted, 'Links')).toThrow('no part');
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

it('says what a span has to do with the critical path', () => {
  const mounted = mountData(
    bundleFrom([
      traceFromText('root 0-100 / ..first 0-60 / ..beside 0-10 / ..last 60-100')
    ])
  );
  const durationOf = (name: string): string => {
    fireEvent.click(mounted.row(name));
    showPart(mounted, 'Span');
    return (
      /Duration(.*?)(Tokens|Span id)/i.exec(section(mounted, 'Span'))?.[1] ?? ''
    );
  };
  expect(durationOf('first')).toBe(
    '60.0 ms · on the critical path, 60 % of it'
  );
  expect(durationOf('beside')).toBe('10.0 ms');
  expect(durationOf('root')).toBe(
    '100 ms · 0 µs of its own · on the critical path'
  );
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
    'TypeError: x is not a functionTypeError: …at cell.ts:3'
  );
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
  const button = mounted.find('.sb-value .sb-more');
  expect(button.textContent).toBe('Show all (5.00 kB)');
  fireEvent.click(button);
  expect(section(mounted, 'Outputs')).toContain(text);
});

it('draws a long list a part at a time', () => {
  const list = Array.from({ length: 5000 }, (_, at) => `item ${at}`);
  const mounted = opened({ outputs: json(list) });
  expect(mounted.element.querySelectorAll('*').length).toBeLessThan(1000);
  expect(mounted.find('.sb-json .sb-more').textContent).toBe('4,900 more');
  fireEvent.click(mounted.find('.sb-json .sb-more'));
  expect(section(mounted, 'Outputs')).toContain('item 199');
});

it('folds and unfolds a value', () => {
  const mounted = opened({ inputs: json({ deep: { inner: 'treasure' } }) });
  expect(section(mounted, 'Inputs')).toContain('treasure');
  fireEvent.click(mounted.find('.sb-json-head'));
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
    expect(mounted.find('.sb-section [role=status]').textContent).toBe('Copied')
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

function tabs({ element }: Mounted): string[] {
  return [...element.querySelectorAll('[role=tab]')].map(
    ({ textContent }) => textContent
  );
}

it('has a part for what there is, and opens on the one that says most', () => {
  const mounted = opened({
    inputs: json(1),
    attributes: json({ a: 1, b: 2 }),
    events: json([{ name: 'e', time: 1, attributes: {} }])
  });
  expect(tabs(mounted)).toEqual([
    'Input/Output',
    'Attributes 2',
    'Events 1',
    'Span'
  ]);
  expect(mounted.find('[aria-selected=true][role=tab]').textContent).toBe(
    'Input/Output'
  );
  expect(tabs(opened({}))).toEqual(['Span']);
});

it('moves between the parts by the arrow keys, and stays on one from span to span', () => {
  const record = traceFromText('span 0-9 / ..other 1-2', {
    rows: {
      span: { inputs: json(1), attributes: json({ a: 'first' }) },
      other: { inputs: json(2), attributes: json({ a: 'second' }) }
    }
  });
  const mounted = openedIn(bundleFrom([record]));
  const key = (name: string): void =>
    void fireEvent.keyDown(mounted.find('[role=tab][tabindex="0"]'), {
      key: name
    });
  key('ArrowRight');
  expect(document.activeElement?.textContent).toBe('Attributes 1');
  expect(section(mounted, 'Attributes')).toContain('first');
  fireEvent.click(mounted.row('other'));
  expect(section(mounted, 'Attributes')).toContain('second');
  key('End');
  expect(document.activeElement?.textContent).toBe('Span');
  key('ArrowRight');
  expect(document.activeElement?.textContent).toBe('Input/Output');
});

it('finds keys and values in a tree, and draws only the ways to them', () => {
  const mounted = opened({
    inputs: json({ a: { b: ['needle', 'hay'] }, c: { needles: 1 }, d: 'hay' })
  });
  fireEvent.click(mounted.find('[aria-label="Search in Inputs"]'));
  const field = mounted.find('input.sb-field');
  expect(document.activeElement).toBe(field);
  fireEvent.input(field, { target: { value: 'NEEDLE' } });
  const inputs = section(mounted, 'Inputs');
  expect(inputs).toContain('2 matches');
  expect(inputs).toContain('needles');
  expect(inputs).not.toContain('hay');
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(section(mounted, 'Inputs')).toContain('hay');
  expect(mounted.query('.sb-detail')).not.toBeNull();
});

it('walks a tree by the keys of ARIA, and copies the value and the path of a line', async () => {
  const copied: string[] = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) }
  });
  const mounted = opened({
    inputs: json({ messages: [{ 'first name': 'Kim' }] })
  });
  const press = (key: string): void =>
    void fireEvent.keyDown(document.activeElement!, { key });
  mounted.find('[role=treeitem]').focus();
  press('ArrowDown');
  press('ArrowRight');
  press('ArrowRight');
  expect(document.activeElement?.textContent).toContain('first name Kim');
  press('c');
  press('p');
  await waitFor(() =>
    expect(copied).toEqual(['Kim', 'inputs.messages[0]["first name"]'])
  );
  press('ArrowLeft');
  press('ArrowLeft');
  expect(mounted.element.querySelectorAll('[role=treeitem]')).toHaveLength(2);
});

it('shows a value as its raw text', () => {
  const mounted = opened({ inputs: '{ "a" :  1.0 }' });
  fireEvent.click(mounted.find('.sb-section header .sb-more'));
  expect(mounted.find('.sb-value').textContent).toBe('{ "a" :  1.0 }');
});

it('folds frames of libraries and causes, and colours ANSI text', async () => {
  const mounted = opened({
    status: 2,
    events: json([
      {
        name: 'exception',
        time: 3000,
        attributes: {
          'exception.type': 'Error',
          'exception.message': '\u001b[31mred\u001b[0m',
          'exception.stacktrace':
            'Error: x\n    at f (cell.ts:1:2)\n    at g (node_modules/a/b.js:1:2)\nCaused by: TypeError: y\n    at h (cell.ts:9:9)'
        }
      }
    ])
  });
  await waitFor(() =>
    expect(mounted.find('.sb-ansi-red').textContent).toBe('red')
  );
  const folded = [...mounted.element.querySelectorAll('summary')].map(
    ({ textContent }) => textContent
  );
  expect(folded).toEqual(['1 frame of a library', 'Caused by: TypeError: y']);
  expect(mounted.find('.sb-exception').textContent).not.toContain('\u001b');
});

it('tells tokens and cost of the span and of those below it, and the time to the first token', () => {
  const usage = {
    input_tokens: 3,
    output_tokens: 4,
    cache_read_input_tokens: 2
  };
  const record = traceFromText(
    'span 0-90 / ..a 1-40 / ....b 2-30 / ..c 50-60',
    {
      rows: {
        span: {
          attributes: json({ 'ai.response.msToFirstChunk': 12.5 })
        },
        a: {
          attributes: json({
            'mlflow.chat.tokenUsage': usage,
            'mlflow.llm.cost': { total_cost: 0.5 }
          })
        },
        b: { attributes: json({ 'mlflow.chat.tokenUsage': usage }) },
        c: { attributes: json({ 'mlflow.chat.tokenUsage': usage }) }
      }
    }
  );
  const mounted = openedIn(bundleFrom([record]));
  showPart(mounted, 'Span');
  const about = section(mounted, 'Span');
  expect(about).toContain('6 → 8 tokens in the spans below');
  expect(about).toContain('$0.50 in the spans below');
  expect(about).toContain('after 12.5 ms');
  fireEvent.click(mounted.row('a'));
  expect(section(mounted, 'Span')).toContain(
    '3 → 4 tokens · 2 from the cache · 3 → 4 tokens in the spans below'
  );
});
