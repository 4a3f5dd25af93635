import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { payloadTexts } from '../../../test/span-fixture';
import { traceFromText } from '../../../test/trace-from-text';
import { violations } from './axe-violations';
import { bundleFrom, unmountAll, type Mounted } from './mounted';
import { focusedName, opened, press, settle, spoken } from './opened';

/** A busy machine takes its time for what is fetched on demand, and for axe. */
const PATIENCE = 60_000;

beforeAll(
  () =>
    Promise.all([
      import('../graph/graph'),
      import('../overview/overview'),
      import('../server/marks'),
      import('../llm/markdown')
    ]),
  PATIENCE
);
afterEach(unmountAll);

const AGENT = `
  agent AGENT 0-100
  ..think CHAT_MODEL 0-10
  ..search TOOL 10-20 !error
  ..think CHAT_MODEL 30-50`;

const RECORDED = {
  agent: payloadTexts({ inputs: { question: 'Rain?' }, outputs: '**No.**' }),
  search: payloadTexts({ inputs: { q: 'rain' }, outputs: 'dry' })
};

const assessment = (assessment_name: string, span_id?: string): string =>
  JSON.stringify({ assessment_name, span_id, feedback: { value: true } });

const agent = (info = {}): Promise<Mounted> =>
  opened(bundleFrom([traceFromText(AGENT, { info, rows: RECORDED })]));

const WAIT = { timeout: 20_000 };

describe('the graph of calls', () => {
  const boxes = ({ element }: Mounted): HTMLElement[] => [
    ...element.querySelectorAll<HTMLElement>('.sb-graph-node')
  ];
  async function graph(): Promise<Mounted> {
    const view = await agent();
    await press('g');
    await waitFor(() => view.find('.sb-graph-node'), WAIT);
    return view;
  }

  it(
    'says of each kind of span how often it was called, by whom, and what it took',
    async () => {
      const view = await graph();
      expect(boxes(view).map(({ textContent }) => textContent)).toEqual([
        'Aagent 1 call · 100 ms, agent',
        'Lthink 2 calls · 30.0 ms in all, chat model, 2 calls by agent',
        'Tsearch 1 call · 10.0 ms, tool, 1 error, 1 call by agent'
      ]);
      expect(view.find('.sb-graph-edges').textContent).toBe('2×');
      expect(await violations(view.find('.sb-graph'))).toEqual([]);
    },
    PATIENCE
  );

  it('leads to the first span of a box, then to the next', async () => {
    const view = await graph();
    const chosen = (): string | undefined =>
      view.find('.sb-row[aria-selected=true]').dataset['row'];
    fireEvent.click(boxes(view)[1]!);
    await settle();
    expect([chosen(), spoken(view)]).toEqual(['1', 'Call 1 of 2']);
    expect(boxes(view)[1]?.getAttribute('aria-current')).toBe('true');
    fireEvent.click(boxes(view)[1]!);
    await settle();
    expect([chosen(), spoken(view)]).toEqual(['3', 'Call 2 of 2']);
  });

  it('is one stop for Tab, walked with the arrows, left with Escape, closed with g', async () => {
    const view = await graph();
    expect(boxes(view).map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
    boxes(view)[0]?.focus();
    await press('ArrowDown', 'End');
    expect(document.activeElement).toBe(boxes(view)[2]);
    await press('Home', 'ArrowLeft');
    expect(document.activeElement).toBe(boxes(view)[0]);
    await press('Escape');
    expect(focusedName()).toBe('agent');
    await press('g');
    expect(view.query('.sb-graph')).toBeNull();
  });
});

describe('the overview', () => {
  async function overview(): Promise<Mounted> {
    const view = await agent({
      metadata: { 'mlflow.trace.session': 's-1', 'mlflow.trace.user': 'ada' }
    });
    await press('o');
    await waitFor(() => view.find('.sb-overview strong'), WAIT);
    return view;
  }

  it(
    'tells whose trace it is, what it was asked, what it did, and what it answered',
    async () => {
      const view = await overview();
      expect(view.find('.sb-overview .sb-facts').textContent).toMatch(
        /^Trace idtr-00000000000000000000000000000001Start.*2026.*Sessions-1Userada$/
      );
      expect(
        [...view.element.querySelectorAll('.sb-overview h4')].map(
          ({ textContent }) => textContent
        )
      ).toEqual([
        'Inputs',
        '3 calls of models, tools and retrievers',
        'Outputs'
      ]);
      expect(
        [...view.element.querySelectorAll('.sb-step summary')].map(
          ({ textContent }) => textContent
        )
      ).toEqual([
        'Lthinkchat model10.0 ms',
        'Tsearchtool10.0 mserror',
        'Lthinkchat model20.0 ms'
      ]);
      expect(await violations(view.find('.sb-overview'))).toEqual([]);
    },
    PATIENCE
  );

  it('opens a call, and leads to its span', async () => {
    const view = await overview();
    const step = [...view.element.querySelectorAll('.sb-step')][1];
    const details = step?.querySelector('details');
    details!.open = true;
    fireEvent(details!, new Event('toggle'));
    await settle();
    expect(step?.querySelector('.sb-tool-name')?.textContent).toBe('search');
    fireEvent.click(
      step!.querySelector('[aria-label="Show search in the timeline"]')!
    );
    await settle();
    expect(view.row('search').getAttribute('aria-selected')).toBe('true');
    await press('o');
    expect(view.query('.sb-overview')).toBeNull();
  });
});

describe('the rows', () => {
  it('say how many assessments their spans have, and the root those of the trace', async () => {
    const view = await agent({
      assessments: [
        assessment('correct'),
        assessment('tone', '0000000000000003'),
        assessment('short', '0000000000000003')
      ]
    });
    const counts = ['agent', 'think', 'search'].map(
      name => view.row(name).querySelector('.sb-assessed')?.textContent ?? ''
    );
    expect(counts).toEqual(['1', '', '2']);
    expect(view.row('search').ariaLabel).toMatch(/, 2 assessments$/);
    expect(view.find('.sb-row [title^=tone]').title).toBe('tone\nshort');
  });
});

describe('the prompts of a trace', () => {
  const prompts = async (tag: string): Promise<string[]> => {
    const view = await agent({ tags: { 'mlflow.linkedPrompts': tag } });
    const list = await waitFor(() => view.find('.sb-prompts'), WAIT);
    return [...list.querySelectorAll('li')].map(item => item.textContent);
  };

  it('are shown with their versions', async () => {
    expect(
      await prompts('[{"name":"qa","version":"3"},{"name":"tone"}]')
    ).toEqual(['qaversion 3', 'tone']);
  });

  it('are shown as they were recorded where they are none', async () => {
    expect(await prompts('<img onerror=x>')).toEqual(['<img onerror=x>']);
  });
});
