import { afterEach, describe, expect, it } from '@jest/globals';
import { act, fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { violations } from './axe-violations';
import {
  bundleFrom,
  mountData,
  mountDrawing,
  unmountAll,
  type Mounted
} from './mounted';

const AGENT = `
  agent AGENT 0-100
  ..plan CHAIN 0-40
  ....ask CHAT_MODEL 5-35
  ..search TOOL 40-60 !error
  ....fetch TOOL 41-50`;

afterEach(unmountAll);

/** The field, once the code of the panel is there. */
async function openFind({ find, element }: Mounted): Promise<HTMLInputElement> {
  fireEvent.click(find('.sb-tool[aria-keyshortcuts="/"]'));
  return waitFor(() => {
    const field = element.querySelector('.sb-find .sb-field');
    if (!(field instanceof HTMLInputElement)) {
      throw new Error('no field');
    }
    return field;
  });
}

const countOf = ({ find }: Mounted): string =>
  find('.sb-find-line .sb-find-count').textContent;

async function type(
  view: Mounted,
  field: HTMLElement,
  text: string,
  count: string
): Promise<void> {
  fireEvent.input(field, { target: { value: text } });
  await waitFor(() => expect(countOf(view)).toBe(count));
}

const marked = ({ element }: Mounted, mark: string): string[] =>
  [...element.querySelectorAll(`.sb-row[data-mark=${mark}] .sb-label`)].map(
    label => label.textContent
  );

const chip = ({ element }: Mounted, label: string): HTMLElement => {
  const found = [...element.querySelectorAll<HTMLElement>('.sb-chip')].find(
    ({ textContent }) => textContent.includes(label)
  );
  if (!found) {
    throw new Error(`no chip "${label}"`);
  }
  return found;
};

describe('find', () => {
  it('marks hits as the reader types, and steps through them around the end', async () => {
    const view = mountDrawing(AGENT);
    const field = await openFind(view);
    expect(document.activeElement).toBe(field);
    await type(view, field, 'A', '1 of 4');
    await type(view, field, 'O', '1 of 3');
    expect(marked(view, 'current')).toEqual(['ask']);
    expect(marked(view, 'hit')).toEqual(['search', 'fetch']);
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(countOf(view)).toBe('2 of 3');
    expect(marked(view, 'current')).toEqual(['search']);
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(countOf(view)).toBe('1 of 3');
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    expect(countOf(view)).toBe('3 of 3');
    expect(view.row('fetch').getAttribute('aria-label')).toContain(
      'current match'
    );
    expect(view.row('fetch').tabIndex).toBe(0);
  });

  it('opens what hides a hit', async () => {
    const view = mountDrawing(AGENT);
    fireEvent.click(view.row('search').querySelector('.sb-twisty')!);
    expect(view.names()).not.toContain('fetch');
    const field = await openFind(view);
    await type(view, field, 'fetch', '1 of 1');
    expect(view.names()).toContain('fetch');
  });

  it('says that nothing matches, that an expression is none, and that one would be too slow', async () => {
    const view = mountDrawing(AGENT);
    const field = await openFind(view);
    await type(view, field, 'zzz', 'No match');
    await type(view, field, '/^(ask|plan)$/', '1 of 2');
    fireEvent.input(field, { target: { value: '/(/' } });
    await waitFor(() => expect(countOf(view)).toContain('Not an expression'));
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(marked(view, 'hit')).toEqual([]);
    fireEvent.input(field, { target: { value: '/(a+)+$/' } });
    await waitFor(() => expect(countOf(view)).toContain('Not searched'));
  });

  it('is cleared by one Escape and closed by the next, which leads back to the rows', async () => {
    const view = mountDrawing(AGENT);
    const field = await openFind(view);
    await type(view, field, 'search', '1 of 1');
    fireEvent.keyDown(field, { key: 'Escape' });
    await waitFor(() => expect(countOf(view)).toBe(''));
    expect(field.value).toBe('');
    expect(marked(view, 'current')).toEqual([]);
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(view.query('.sb-find')).toBeNull();
    expect(document.activeElement).toBe(view.row('search'));
  });

  it('finds in a trace that grew while it was looked through', async () => {
    const view = mountDrawing('root 0-10');
    const field = await openFind(view);
    await type(view, field, 'late', 'No match');
    view.update(bundleFrom([traceFromText('root 0-10 / ..late 2-8')]));
    await waitFor(() => expect(countOf(view)).toBe('1 of 1'));
  });
});

describe('filters', () => {
  it('keep what passes with its ancestors, say how much, and give all back', async () => {
    const view = mountDrawing(AGENT);
    await openFind(view);
    expect(chip(view, 'tool').textContent).toContain('2');
    fireEvent.click(chip(view, 'tool'));
    await waitFor(() => expect(view.names()).toHaveLength(3));
    expect(view.names()).toEqual(['agent', 'search', 'fetch']);
    expect(marked(view, 'kept')).toEqual(['agent']);
    expect(view.find('.sb-filters').textContent).toContain('2 of 5 spans');
    expect(view.grid().getAttribute('aria-rowcount')).toBe('3');
    fireEvent.click(chip(view, 'Errors'));
    await waitFor(() => expect(view.names()).toEqual(['agent', 'search']));
    fireEvent.click(view.find('.sb-filters .sb-more'));
    await waitFor(() => expect(view.names()).toHaveLength(5));
  });

  it('show what is folded, and fold it again afterwards', async () => {
    const view = mountDrawing(AGENT);
    fireEvent.click(view.row('search').querySelector('.sb-twisty')!);
    await openFind(view);
    fireEvent.click(chip(view, 'tool'));
    await waitFor(() => expect(view.names()).toContain('fetch'));
    fireEvent.click(chip(view, 'tool'));
    await waitFor(() => expect(view.names()).toContain('ask'));
    expect(view.names()).not.toContain('fetch');
  });

  it('by duration read what people type, and by attribute its value', async () => {
    const view = mountData(
      bundleFrom([
        traceFromText(AGENT, {
          rows: { ask: { attributes: '{"model":"gpt"}' } }
        })
      ])
    );
    await openFind(view);
    const [duration, attribute] = [
      ...view.element.querySelectorAll<HTMLInputElement>('.sb-short')
    ];
    fireEvent.input(duration!, { target: { value: '≥ 30 ms' } });
    await waitFor(() => expect(view.names()).toEqual(['agent', 'plan', 'ask']));
    fireEvent.input(duration!, { target: { value: 'soon' } });
    await waitFor(() => expect(view.names()).toHaveLength(5));
    expect(duration!.getAttribute('aria-invalid')).toBe('true');
    fireEvent.input(attribute!, { target: { value: 'model=GPT' } });
    await waitFor(() =>
      expect(marked(view, 'kept')).toEqual(['agent', 'plan'])
    );
  });

  it('to matches only follow the search', async () => {
    const view = mountDrawing(AGENT);
    const field = await openFind(view);
    await type(view, field, 'fetch', '1 of 1');
    fireEvent.click(chip(view, 'Matches only'));
    await waitFor(() =>
      expect(view.names()).toEqual(['agent', 'search', 'fetch'])
    );
    fireEvent.input(field, { target: { value: 'plan' } });
    await waitFor(() => expect(view.names()).toEqual(['agent', 'plan']));
  });

  it('that nothing passes leave an empty timeline, not a broken one', async () => {
    const view = mountDrawing(AGENT);
    await openFind(view);
    const attribute = view.element.querySelectorAll('.sb-short')[1]!;
    fireEvent.input(attribute, { target: { value: 'nothing' } });
    await waitFor(() => expect(view.names()).toEqual([]));
    expect(view.find('.sb-filters').textContent).toContain('0 of 5 spans');
  });
});

describe('the tools', () => {
  it('are one tab stop, with arrows between them', () => {
    const { element } = mountDrawing(AGENT);
    const tools = [...element.querySelectorAll<HTMLElement>('.sb-tool')];
    expect(tools.filter(tool => tool.tabIndex === 0)).toHaveLength(1);
    tools[0]?.focus();
    void act(() => {
      fireEvent.keyDown(tools[0]!, { key: 'End' });
    });
    expect(document.activeElement).toBe(tools.at(-1));
    expect(tools.at(-1)?.tabIndex).toBe(0);
    fireEvent.keyDown(tools.at(-1)!, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(tools[0]);
  });

  it('and the panel are accessible, whatever was found', async () => {
    const view = mountDrawing(AGENT);
    const field = await openFind(view);
    await type(view, field, '/(a|ch)/', '1 of 5');
    fireEvent.click(chip(view, 'tool'));
    await waitFor(() => expect(view.names()).toHaveLength(3));
    expect(await violations(view.element)).toEqual([]);
  });
});

describe('the details of a span that holds a match', () => {
  const TEXTS = {
    inputs: JSON.stringify({ a: { b: { c: { d: 'the needle' } } } }),
    outputs: JSON.stringify({
      text: `${'-'.repeat(2000)} needle ${'-'.repeat(2000)}`
    }),
    attributes: JSON.stringify({ key: 'hay' })
  };

  async function searched(query: string): Promise<Mounted> {
    const data = bundleFrom([
      traceFromText('span TASK 0-10', { rows: { span: TEXTS } })
    ]);
    const view = mountData(data);
    fireEvent.click(view.row('span'));
    const field = await openFind(view);
    await waitFor(() => view.find('[role=tab]'), { timeout: 15_000 });
    await type(view, field, query, '1 of 1');
    return view;
  }
  const tabs = ({ element }: Mounted): string[] =>
    [...element.querySelectorAll('[role=tab]')].map(
      ({ textContent }) => textContent
    );

  it('tell how many are in each part', async () => {
    const view = await searched('needle');
    expect(tabs(view)).toEqual([
      'Input/Output 2 matches2',
      'Attributes 1',
      'Span'
    ]);
    await type(view, view.find('.sb-find .sb-field'), 'hay', '1 of 1');
    await waitFor(() =>
      expect(tabs(view)).toEqual([
        'Input/Output',
        'Attributes 1 1 match1',
        'Span'
      ])
    );
  });

  it('open the folded line and the cut text that it stands in, and no others', async () => {
    const { find } = await searched('needle');
    const said = (): string => find('.sb-tab-panel').textContent;
    expect(said()).toContain('the needle');
    expect(said()).toMatch(/- needle…/);
    fireEvent.input(find('.sb-find .sb-field'), { target: { value: '' } });
    await waitFor(() => expect(said()).not.toContain('needle'));
  });
});
