import { afterEach, describe, expect, it, beforeAll } from '@jest/globals';
import { act, fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import type { ViewHost } from '../host';
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
  ..search RETRIEVER 40-60 !error
  ..answer CHAT_MODEL 60-100`;

beforeAll(loadDetails);
afterEach(unmountAll);

describe('the summary line', () => {
  it('says status, name, duration, spans and errors', () => {
    const { find } = mountDrawing(AGENT);
    expect(find('.sb-summary').textContent).toBe('OKagent100 ms5 spans1 error');
    expect(find('.sb-trace').dataset['traceId']).toMatch(/^tr-/);
  });

  it('says that a trace is running', () => {
    const { find, row } = mountDrawing(
      'agent AGENT 0- / ..done 0-2 / ..ask 2-'
    );
    expect(find('.sb-status').textContent).toBe('Running');
    expect(row('ask').textContent).toContain('running');
    expect(row('done').textContent).toContain('2.00 ms');
  });

  it('claims no duration for a running trace of which only the start is known', () => {
    const { find, row } = mountDrawing('agent AGENT 0-');
    expect(find('.sb-time').textContent).toBe('–');
    fireEvent.click(row('agent'));
    expect(find('.sb-facts').textContent).toContain('StatusRunning');
  });

  it('opens and closes the trace', () => {
    const { find, query } = mountDrawing(AGENT, { display: 'collapsed' });
    expect(query('[role=treegrid]')).toBeNull();
    expect(find('.sb-summary').getAttribute('aria-expanded')).toBe('false');

    fireEvent.click(find('.sb-summary'));
    expect(find('.sb-summary').getAttribute('aria-expanded')).toBe('true');
    expect(query('[role=treegrid]')).not.toBeNull();

    fireEvent.click(find('.sb-summary'));
    expect(query('[role=treegrid]')).toBeNull();
  });
});

describe('how a trace is first shown', () => {
  const collapsed = bundleFrom([traceFromText(AGENT)], {
    display: 'collapsed'
  });

  it('is what the bundle wishes, when the host has no wish', () => {
    const { query, update } = mountData(collapsed);
    expect(query('[role=treegrid]')).toBeNull();
    update(collapsed, { display: 'expanded' });
    expect(query('[role=treegrid]')).not.toBeNull();
  });

  it('is what the host wishes, when both have one', () => {
    const { query } = mountData(collapsed, { display: 'expanded' });
    expect(query('[role=treegrid]')).not.toBeNull();
  });

  it('is open otherwise', () => {
    const { query } = mountData(bundleFrom([traceFromText(AGENT)]));
    expect(query('[role=treegrid]')).not.toBeNull();
  });
});

describe('many traces', () => {
  const traces = ['first 0-1', 'second 0-2 / ..child 1-2'].map((drawing, at) =>
    traceFromText(drawing, { info: { traceId: `tr-${at}` } })
  );

  it('are a table of lines that open in place', async () => {
    const { find, element, names } = mountData(bundleFrom(traces));
    await waitFor(() => find('.sb-list'));
    expect(find('.sb-list').getAttribute('role')).toBe('table');
    const [, second] = element.querySelectorAll<HTMLElement>(
      '.sb-list [role=row][data-trace-id]'
    );
    expect(second?.dataset['traceId']).toBe('tr-1');
    expect(names()).toEqual([]);
    fireEvent.click(second!.querySelector('.sb-summary')!);
    expect(names()).toEqual(['second', 'child']);
  });

  it('are drawn fifty at a time', async () => {
    const many = Array.from({ length: 120 }, (_, at) =>
      traceFromText('root 0-1', { info: { traceId: `tr-${at}` } })
    );
    const { element, find } = mountData(bundleFrom(many, { more: 7 }));
    await waitFor(() => find('.sb-list'));
    const lines = (): number => element.querySelectorAll('.sb-summary').length;
    expect(lines()).toBe(50);
    fireEvent.click(find('.sb-more'));
    expect(lines()).toBe(100);
    fireEvent.click(find('.sb-more'));
    expect(lines()).toBe(120);
    expect(element.textContent).toContain('7 more traces of this cell');
  });
});

describe('update', () => {
  const grown = `${AGENT} / ..extra TOOL 90-95`;

  it('keeps what was opened, selected and folded when the trace grows', () => {
    const { row, update, find, names } = mountDrawing(AGENT);
    fireEvent.click(row('plan').querySelector('.sb-twisty')!);
    fireEvent.click(row('search'));
    find('.sb-grid').scrollTop = 10;
    const grid = find('.sb-grid');

    update(bundleFrom([traceFromText(grown)]));

    expect(names()).toEqual(['agent', 'plan', 'search', 'answer', 'extra']);
    expect(row('search').getAttribute('aria-selected')).toBe('true');
    expect(find('.sb-detail').textContent).toContain('search');
    expect(find('.sb-grid')).toBe(grid);
    expect(grid.scrollTop).toBe(10);
  });

  it('finds spans again when they stand in another order', () => {
    const { row, update, find } = mountDrawing(AGENT);
    fireEvent.click(row('answer'));
    const id = row('answer').dataset['spanId'];
    const shuffled = traceFromText('agent 0-100 / ..other 1-2');
    update(
      bundleFrom([
        traceFromText('agent 0-100 / ..answer 1-2', {
          rows: { answer: { spanId: id! } }
        })
      ])
    );
    expect(find('.sb-detail').textContent).toContain('answer');
    update(bundleFrom([shuffled]));
    expect(find('.sb-output').querySelector('.sb-detail')).toBeNull();
  });

  it('does nothing when the data is the same', () => {
    const data = bundleFrom([traceFromText(AGENT)]);
    const { element, update } = mountData(data);
    const seen: MutationRecord[] = [];
    const observer = new MutationObserver(records => seen.push(...records));
    observer.observe(element, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true
    });
    update(JSON.parse(JSON.stringify(data)));
    expect([...seen, ...observer.takeRecords()]).toEqual([]);
    observer.disconnect();
  });

  it('follows a change of the wished display, over what was clicked', () => {
    const data = bundleFrom([traceFromText(AGENT)]);
    const { find, query, update } = mountData(data, { display: 'collapsed' });
    fireEvent.click(find('.sb-summary'));
    update(data, { display: 'expanded' });
    expect(query('[role=treegrid]')).not.toBeNull();
    update(data, { display: 'collapsed' });
    expect(query('[role=treegrid]')).toBeNull();
  });
});

describe('the state that a host keeps', () => {
  it('brings back what was opened, folded and selected', () => {
    const kept = new Map<string, unknown>();
    const host: ViewHost = {
      display: 'collapsed',
      state: {
        get: key => kept.get(key),
        set: (key, value) =>
          void kept.set(key, JSON.parse(JSON.stringify(value)))
      }
    };
    const first = mountDrawing(AGENT, host);
    fireEvent.click(first.find('.sb-summary'));
    fireEvent.click(first.row('plan').querySelector('.sb-twisty')!);
    fireEvent.click(first.row('search'));
    void act(() => first.view.dispose());

    const again = mountDrawing(AGENT, host);
    expect(again.names()).toEqual(['agent', 'plan', 'search', 'answer']);
    expect(again.row('search').getAttribute('aria-selected')).toBe('true');
  });

  it('is ignored when it is not of this view', () => {
    const host: ViewHost = {
      state: {
        get: () => ({ collapsed: 7, selected: {} }),
        set: () => undefined
      }
    };
    expect(mountDrawing(AGENT, host).find('.sb-summary')).not.toBeNull();
  });
});
