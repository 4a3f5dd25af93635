import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import { act, fireEvent, waitFor } from '@testing-library/preact';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { parseBundle } from '../../bundle/parse-bundle';
import { utf8Bytes } from '../../bundle/text';
import { buildTrace } from '../../model/build-trace';
import type { ViewHost } from '../host';
import { fileName } from '../take-away/file-name';
import { timelineSvg } from '../take-away/timeline-svg';
import { traceMarkdown } from '../take-away/trace-markdown';
import { bundleFrom, mountData, unmountAll, type Mounted } from './mounted';

const TREE = `
  agent AGENT 0-100
  ..call CHAT_MODEL 5-35
  ..search RETRIEVER 40-60 !error`;

const copied: string[] = [];

beforeEach(() => {
  copied.length = 0;
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) }
  });
});

afterEach(unmountAll);

async function mountOne(host: ViewHost = {}): Promise<Mounted> {
  const mounted = mountData(bundleFrom([traceFromText(TREE)]), host);
  await waitFor(() => mounted.find('[aria-haspopup=menu]'));
  return mounted;
}

const entries = ({ element }: Mounted): HTMLElement[] => [
  ...element.querySelectorAll<HTMLElement>('[role=menuitem]')
];

async function choose(mounted: Mounted, label: string): Promise<void> {
  fireEvent.click(mounted.find('[aria-haspopup=menu]'));
  const entry = entries(mounted).find(
    ({ textContent }) => textContent === label
  );
  if (!entry) {
    throw new Error(`no entry "${label}"`);
  }
  fireEvent.click(entry);
  await waitFor(() => {
    if (mounted.find('[role=status]:not(:empty)').textContent === '') {
      throw new Error('nothing said yet');
    }
  });
}

describe('the menu of a trace', () => {
  it('copies its id and its JSON, and says so', async () => {
    const mounted = await mountOne();
    await choose(mounted, 'Copy trace id');
    expect(mounted.find('[role=status]:not(:empty)').textContent).toBe(
      'Copied'
    );
    await choose(mounted, 'Copy as JSON (MLflow)');
    await choose(mounted, 'Copy as JSON (OTLP)');
    await waitFor(() => expect(copied).toHaveLength(3));
    expect(copied[0]).toBe('tr-00000000000000000000000000000001');
    for (const text of copied.slice(1)) {
      const read = parseBundle(text);
      expect(read.ok && read.bundle.traces[0]?.spans?.names).toEqual([
        'agent',
        'call',
        'search'
      ]);
    }
  });

  it('hands files to the host, named after the trace', async () => {
    const files: string[] = [];
    const mounted = await mountOne({
      save: async (name, content) => void files.push(`${name} ${content.type}`)
    });
    await choose(mounted, 'Save JSON (MLflow)');
    await choose(mounted, 'Save JSON (OTLP)');
    await choose(mounted, 'Save timeline as SVG');
    await waitFor(() =>
      expect(files).toEqual([
        'agent.trace.json application/json',
        'agent.otlp.json application/json',
        'agent.svg image/svg+xml'
      ])
    );
  });

  it('offers a link to MLflow only where the host has a web address', async () => {
    const labels = (mounted: Mounted): (string | null)[] => {
      fireEvent.click(mounted.find('[aria-haspopup=menu]'));
      return entries(mounted).map(({ textContent }) => textContent);
    };
    expect(labels(await mountOne())).not.toContain('Open in MLflow');
    const script = await mountOne({ traceLink: () => 'javascript:alert(1)' });
    expect(labels(script)).not.toContain('Open in MLflow');
    const linked = await mountOne({
      traceLink: ({ traceId }) => `https://mlflow.test/#${traceId}`
    });
    expect(labels(linked)).toContain('Open in MLflow');
    const link = linked.find('a[role=menuitem]');
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
    await waitFor(() => linked.find('a[role=menuitem]'));
  });

  it('says when the clipboard is forbidden', async () => {
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: () => Promise.reject(new Error('no')) }
    });
    const mounted = await mountOne();
    await choose(mounted, 'Copy trace id');
    expect(mounted.find('[role=status]:not(:empty)').textContent).toBe(
      'Copying is not allowed here'
    );
  });

  it('is worked by the keyboard alone', async () => {
    const mounted = await mountOne();
    const button = mounted.find('[aria-haspopup=menu]');
    const press = (key: string): void =>
      void fireEvent.keyDown(document.activeElement!, { key });
    button.focus();
    press('ArrowDown');
    const all = entries(mounted);
    expect(document.activeElement).toBe(all[0]);
    press('ArrowUp');
    expect(document.activeElement).toBe(all.at(-1));
    press('Home');
    press('s');
    expect(document.activeElement?.textContent).toBe('Save JSON (MLflow)');
    press('End');
    press('ArrowDown');
    expect(document.activeElement).toBe(all[0]);
    press('Escape');
    expect(entries(mounted)).toEqual([]);
    expect(document.activeElement).toBe(button);
  });

  it('closes when the focus goes elsewhere', async () => {
    const mounted = await mountOne();
    fireEvent.click(mounted.find('[aria-haspopup=menu]'));
    void act(() => mounted.find('.sb-summary').focus());
    expect(entries(mounted)).toEqual([]);
  });
});

describe("the browser's own download", () => {
  it('serves where the host saves nothing, and leaves nothing behind', async () => {
    const saved: string[] = [];
    const make = jest.fn(() => 'blob:x');
    Object.assign(URL, {
      createObjectURL: make,
      revokeObjectURL: () => undefined
    });
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function (this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const mounted = await mountOne();
    await choose(mounted, 'Save JSON (MLflow)');
    await waitFor(() => expect(saved).toEqual(['agent.trace.json']));
    expect(document.querySelector('a[download]')).toBeNull();
    click.mockRestore();
  });
});

describe('a file name', () => {
  it.each([
    ['agent', 'agent.svg'],
    ['../../etc/passwd', 'etc-passwd.svg'],
    ['C:\\a|b?', 'C-a-b.svg'],
    ['.hidden', 'hidden.svg'],
    ['', 'trace.svg'],
    ['con', 'trace-con.svg'],
    ['a\u202Egvs.exe', 'agvs.exe.svg'],
    ['x'.repeat(500), `${'x'.repeat(60)}.svg`],
    ['naïve 日本', 'naïve-日本.svg']
  ])('of %j', (name, file) => {
    expect(fileName(name, '.svg')).toBe(file);
  });

  it('is safe whatever the trace is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        const file = fileName(name, '.svg');
        expect(file).not.toMatch(
          /[\\/:*?"<>|\p{Cc}\p{Cf}]|^[.\-~]|[. ]\.svg$/u
        );
        expect(utf8Bytes(file)).toBeLessThanOrEqual(255);
        expect(file.length).toBeGreaterThan('.svg'.length);
      })
    );
  });
});

describe('the timeline as SVG', () => {
  const parsed = (text: string): Document =>
    new DOMParser().parseFromString(text, 'image/svg+xml');

  it('draws each span with its bar and its duration', () => {
    const { text } = timelineSvg(buildTrace(traceFromText(TREE)));
    const svg = parsed(text);
    const words = [...svg.querySelectorAll('text')].map(
      ({ textContent }) => textContent
    );
    expect(words).toEqual(
      expect.arrayContaining(['agent', 'call', '⚠ search'])
    );
    expect(words).toContain('30.0 ms');
    expect(svg.querySelectorAll('rect[height="10"]')).toHaveLength(3);
  });

  it('counts the spans that it has no room for', () => {
    const { text } = timelineSvg(buildTrace(traceFromText(TREE)), 2);
    expect(text).toContain('and 1 more span<');
  });

  it('is well-formed, and holds nothing that could run or load, whatever the trace is', () => {
    fc.assert(
      fc.property(traceRecord, record => {
        const svg = parsed(timelineSvg(buildTrace(record)).text);
        expect(svg.querySelector('parsererror')).toBeNull();
        const names = new Set(
          [...svg.querySelectorAll('*')].map(({ localName }) => localName)
        );
        expect(
          [...names].filter(
            name => !['svg', 'rect', 'text', 'path'].includes(name)
          )
        ).toEqual([]);
      }),
      { numRuns: 50 }
    );
  });
});

describe('a trace as Markdown', () => {
  it('is a line of facts, the tree and what failed', () => {
    const trace = buildTrace(
      traceFromText(TREE, {
        rows: { search: { statusMessage: 'no `index`\nthere' } }
      })
    );
    expect(traceMarkdown(trace)).toBe(
      [
        '**agent**: OK · 100 ms · 3 spans · 1 error',
        '',
        'Trace id: `tr-00000000000000000000000000000001`',
        '',
        '- `agent` (agent) 100 ms',
        '  - `call` (chat model) 30.0 ms',
        '  - `search` (retriever) 20.0 ms ⚠',
        '',
        '**1 error**',
        '',
        '- `search`: `` no `index` there ``',
        ''
      ].join('\n')
    );
  });

  it('lets no name become markup', () => {
    const trace = buildTrace(
      traceFromText('x 0-1', {
        rows: { x: { name: '`</code><img src=x>' } },
        info: { tags: { 'mlflow.traceName': '[a](javascript:x) <b>' } }
      })
    );
    const text = traceMarkdown(trace);
    expect(text).toContain('\\[a\\]\\(javascript:x\\) \\<b\\>');
    expect(text).toContain('- `` `</code><img src=x> ``');
  });
});
