import { afterEach, describe, expect, it } from '@jest/globals';
import { act, fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import type { TraceInfo, TraceRecord } from '../../bundle/types';
import type { ViewHost } from '../host';
import { AXE_TIMEOUT_MS, violations } from './axe-violations';
import { bundleFrom, mountData, unmountAll, type Mounted } from './mounted';

afterEach(unmountAll);

/** A trace of the table: its name, how long it took, and what else is known of it. */
function trace(
  name: string,
  durationMs: number,
  info: Partial<TraceInfo> = {},
  drawing = `${name} 0-${durationMs}`
): TraceRecord {
  return traceFromText(drawing, {
    info: { traceId: `tr-${name}`, durationMs, ...info }
  });
}

const SOME = [
  trace('slow', 900, {
    tags: { env: 'prod' },
    metadata: {
      'mlflow.trace.session': 's-1',
      'mlflow.trace.cost': '{"total_cost":0.02}'
    },
    requestPreview: '"Where is Paris?"',
    responsePreview: '"In France."'
  }),
  trace('failed', 5, { state: 'ERROR', startTime: 1n }),
  trace('quick', 2, {
    startTime: 1_000_000_000n,
    metadata: { 'mlflow.trace.session': 's-1' },
    requestPreview: '"Hello"'
  })
];

async function mountTable(
  traces: readonly TraceRecord[],
  host: ViewHost = {}
): Promise<Mounted> {
  const mounted = mountData(bundleFrom(traces), host);
  await waitFor(() => mounted.find('.sb-list'));
  return mounted;
}

const ids = ({ element }: Mounted): string[] =>
  [
    ...element.querySelectorAll<HTMLElement>(
      '.sb-list [role=row][data-trace-id]'
    )
  ].map(({ dataset }) => dataset['traceId'] ?? '');

const button = ({ element }: Mounted, name: string): HTMLElement => {
  const found = [...element.querySelectorAll('button')].find(
    ({ textContent, ariaLabel }) => textContent === name || ariaLabel === name
  );
  if (!found) {
    throw new Error(`no button "${name}"`);
  }
  return found;
};

const header = ({ element }: Mounted, name: string): HTMLElement =>
  [...element.querySelectorAll<HTMLElement>('[role=columnheader]')].find(
    ({ textContent }) => textContent === name
  )!;

describe('the table of traces', () => {
  it('has a row a trace, and only columns with something in them', async () => {
    const mounted = await mountTable(SOME);
    expect(ids(mounted)).toEqual(['tr-slow', 'tr-failed', 'tr-quick']);
    const heads = [
      ...mounted.element.querySelectorAll('[role=columnheader]')
    ].map(({ textContent }) => textContent);
    expect(heads).toContain('Request');
    expect(heads).not.toContain('Tokens');
    expect(heads).not.toContain('Assessments');
  });

  it('opens a trace in place', async () => {
    const mounted = await mountTable(SOME);
    fireEvent.click(button(mounted, 'quick'));
    expect(mounted.grid().getAttribute('aria-rowcount')).toBe('1');
    expect(mounted.grid().closest('[role=row][data-trace-id]')).toBe(
      mounted.find('[data-trace-id=tr-quick]')
    );
  });

  it('sorts by a heading, up, down, and then as it came', async () => {
    const mounted = await mountTable(SOME);
    const duration = header(mounted, 'Duration');
    const sorts: unknown[] = [];
    for (let click = 0; click < 3; click++) {
      fireEvent.click(duration.querySelector('button')!);
      sorts.push([duration.getAttribute('aria-sort'), ids(mounted)[0]]);
    }
    expect(sorts).toEqual([
      ['ascending', 'tr-quick'],
      ['descending', 'tr-slow'],
      ['none', 'tr-slow']
    ]);
  });

  it('filters by text, by tag and by expression, and says how many are left', async () => {
    const mounted = await mountTable(SOME);
    const filter = mounted.find('.sb-filter');
    const left = (value: string): string[] => {
      fireEvent.input(filter, { target: { value } });
      return ids(mounted);
    };
    expect(left('paris')).toEqual(['tr-slow']);
    expect(mounted.find('[role=status]').textContent).toBe('1 of 3 traces');
    expect(left('env=prod')).toEqual(['tr-slow']);
    expect(left('/^(quick|failed)$/')).toEqual(['tr-failed', 'tr-quick']);
    expect(left('nothing like it')).toEqual([]);
    expect(left('/(/')).toHaveLength(3);
    expect(filter.getAttribute('aria-invalid')).toBe('true');
  });

  it('reads a session from top to bottom', async () => {
    const mounted = await mountTable(SOME);
    fireEvent.click(button(mounted, 'By session'));
    expect(ids(mounted)).toEqual(['tr-quick', 'tr-slow', 'tr-failed']);
    expect(
      [...mounted.element.querySelectorAll('.sb-said')].map(
        ({ textContent }) => textContent
      )
    ).toEqual([
      'Asked: Hello',
      'Asked: Where is Paris?',
      'Answered: In France.'
    ]);
  });

  it('keeps the chosen columns and order for the next table, in another session too', async () => {
    const kept = new Map<string, unknown>();
    const host: ViewHost = {
      choices: {
        get: key => kept.get(key),
        set: (key, value) =>
          void kept.set(key, JSON.parse(JSON.stringify(value)))
      }
    };
    const first = await mountTable(SOME, host);
    fireEvent.click(button(first, 'Columns'));
    const request = [
      ...first.element.querySelectorAll('[role=menuitemcheckbox]')
    ].find(({ textContent }) => textContent === 'Request')!;
    expect(request.getAttribute('aria-checked')).toBe('true');
    fireEvent.click(request);
    expect(header(first, 'Request')).toBeUndefined();
    fireEvent.click(header(first, 'Name').querySelector('button')!);
    void act(() => first.view.dispose());

    const again = await mountTable(SOME, host);
    expect(header(again, 'Request')).toBeUndefined();
    expect(ids(again)).toEqual(['tr-failed', 'tr-quick', 'tr-slow']);
  });

  it('draws a thousand traces a page at a time', async () => {
    const mounted = await mountTable(
      Array.from({ length: 1000 }, (_, at) => trace(`t${at}`, at + 1))
    );
    expect(ids(mounted)).toHaveLength(50);
    expect(mounted.element.querySelectorAll('*').length).toBeLessThan(3000);
    fireEvent.click(mounted.find('.sb-more-row button'));
    expect(ids(mounted)).toHaveLength(100);
    expect(mounted.find('.sb-list').getAttribute('aria-rowcount')).toBe('1001');
  });

  it('shows names and previews as text, whatever they hold', async () => {
    const vector = '<img src=x onerror="alert(1)">';
    const mounted = await mountTable([
      trace('a', 1, {
        tags: { 'mlflow.traceName': vector, [vector]: vector },
        requestPreview: vector,
        metadata: { 'mlflow.trace.session': vector }
      }),
      trace('b', 1)
    ]);
    fireEvent.click(button(mounted, 'By session'));
    expect(mounted.query('img')).toBeNull();
    expect(mounted.find('.sb-trace-name').textContent).toBe(vector);
  });

  it.each(['as a table', 'by session', 'with a menu open', 'comparing'])(
    'is accessible %s',
    async state => {
      const mounted = await mountTable(SOME);
      if (state === 'by session') {
        fireEvent.click(button(mounted, 'By session'));
      } else if (state === 'with a menu open') {
        fireEvent.click(button(mounted, 'Columns'));
      } else if (state === 'comparing') {
        const boxes = mounted.element.querySelectorAll('input[type=checkbox]');
        fireEvent.click(boxes[0]!);
        fireEvent.click(boxes[1]!);
        fireEvent.click(button(mounted, 'Compare'));
        await waitFor(() => mounted.find('.sb-diff'));
      }
      expect(await violations(mounted.element)).toEqual([]);
    },
    AXE_TIMEOUT_MS
  );
});

describe('comparing two traces of the table', () => {
  const tree = (answer: string, extra: string) =>
    traceFromText(`root 0-10 / ..call LLM 1-4${extra}`, {
      info: { traceId: `tr-${answer}` },
      rows: { call: { outputs: JSON.stringify({ text: answer, n: 1 }) } }
    });

  it('aligns their spans and shows each value that changed', async () => {
    const mounted = await mountTable([
      tree('the red fox', ''),
      tree('the brown fox', ' / ..tool TOOL 5-9')
    ]);
    const compare = button(mounted, 'Compare');
    expect(compare.getAttribute('aria-disabled')).toBe('true');
    mounted.element
      .querySelectorAll('input[type=checkbox]')
      .forEach(box => void fireEvent.click(box));
    fireEvent.click(compare);
    await waitFor(() => mounted.find('.sb-diff'));
    const sides = [...mounted.element.querySelectorAll('.sb-diff-span')].map(
      row => [
        row.querySelector('.sb-label')?.textContent,
        row.getAttribute('data-side')
      ]
    );
    expect(sides).toEqual([
      ['root', 'both'],
      ['call', 'both'],
      ['tool', 'b']
    ]);
    fireEvent.click(button(mounted, 'Outputs: differences of call'));
    await waitFor(() => mounted.find('.sb-place'));
    expect(mounted.find('.sb-place del').textContent).toBe('red');
    expect(mounted.find('.sb-place ins').textContent).toBe('brown');
    fireEvent.click(button(mounted, 'Close the comparison'));
    expect(mounted.query('.sb-diff')).toBeNull();
  });
});
