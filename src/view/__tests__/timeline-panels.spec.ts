import { afterEach, describe, expect, it } from '@jest/globals';
import { fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { violations } from './axe-violations';
import { bundleFrom, unmountAll } from './mounted';
import { AGENT, focusedName, opened, press, settle, spoken } from './opened';

afterEach(unmountAll);

describe('the critical path', () => {
  it('stands out with c, is summed up, and is in the labels', async () => {
    const view = await opened();
    await press('c');
    const dimmed = ['agent', 'plan', 'ask', 'wire', 'search', 'answer'].filter(
      name => 'dim' in view.row(name).dataset
    );
    expect(dimmed).toEqual(['search']);
    expect(view.find('.sb-path-line').textContent).toBe(
      'Critical path: answer 50 %, ask 20 %, plan 10 %, agent 10 %, and 1 span more'
    );
    expect(view.row('answer').getAttribute('aria-label')).toContain(
      'on the critical path, 50 % of it'
    );
    expect(view.row('plan').querySelectorAll('.sb-critical')).toHaveLength(2);
    await press('c');
    expect(view.query('.sb-path-line')).toBeNull();
    expect('dim' in view.row('search').dataset).toBe(false);
  });

  it('is switched with its button too', async () => {
    const { find, query } = await opened();
    const button = find('[aria-label="Critical path"]');
    expect(button.getAttribute('aria-pressed')).toBe('false');
    fireEvent.click(button);
    await settle();
    expect(
      find('[aria-label="Critical path"]').getAttribute('aria-pressed')
    ).toBe('true');
    expect(query('.sb-path-line')).not.toBeNull();
  });
});

describe('the icicle', () => {
  it('moves with the arrows together with the rows, selects, and goes back', async () => {
    const view = await opened();
    await press('i');
    const box = view.find('.sb-icicle-box');
    box.focus();
    await press('ArrowDown');
    expect(box.getAttribute('aria-label')).toBe(
      'Icicle of the same spans as in the timeline: plan · chain · 40.0 ms · 40 %'
    );
    expect(view.row('plan').getAttribute('tabindex')).toBe('0');
    await press('ArrowRight');
    expect(box.getAttribute('aria-label')).toContain('answer');
    await press('ArrowLeft', 'ArrowUp', 'ArrowDown', 'Enter');
    expect(view.row('plan').getAttribute('aria-selected')).toBe('true');
    await press('+');
    expect(spoken(view)).toBe('Visible time: 25.0 ms to 75.0 ms');
    await press('Escape');
    expect(focusedName()).toBe('plan');
    await press('i');
    expect(view.query('.sb-icicle')).toBeNull();
  });

  it('is as wide as own times or tokens on demand, tokens only where there are some', async () => {
    const tokens = (count: number): { attributes: string } => ({
      attributes: JSON.stringify({
        'mlflow.chat.tokenUsage': { input_tokens: count, output_tokens: 0 }
      })
    });
    const view = await opened(
      bundleFrom([
        traceFromText(AGENT, { rows: { ask: tokens(30), answer: tokens(10) } })
      ])
    );
    await press('i');
    const choices = [...view.element.querySelectorAll('.sb-icicle-choice')];
    expect(choices.map(choice => choice.textContent)).toEqual([
      'Time',
      'Own time',
      'Tokens'
    ]);
    fireEvent.click(choices[2]!);
    await settle();
    view.find('.sb-icicle-box').focus();
    await press('ArrowDown');
    expect(view.find('.sb-icicle-label').textContent).toBe(
      'plan · chain · 40.0 ms · 75 %'
    );
    unmountAll();
    const plain = await opened();
    await press('i');
    expect(plain.find('.sb-icicle-head').textContent).not.toContain('Tokens');
  });
});

describe('the help', () => {
  it('lists each key, keeps the focus, and gives it back', async () => {
    const view = await opened();
    await press('?');
    const dialog = view.find('[role=dialog]');
    expect(document.activeElement).toBe(dialog);
    const keys = [...dialog.querySelectorAll('kbd')].map(
      key => key.textContent
    );
    expect(keys).toEqual(
      expect.arrayContaining([
        '↑',
        '*',
        'Shift + ←',
        '/',
        'N',
        'E',
        'c',
        '?',
        '−'
      ])
    );
    expect(dialog.querySelectorAll('dd:empty')).toHaveLength(0);
    for (let stop = 0; stop < 5; stop++) {
      await press('Tab');
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    await press('Escape');
    expect(view.query('[role=dialog]')).toBeNull();
    expect(focusedName()).toBe('agent');
  });
});

describe('a tree of 10,000 levels', () => {
  it('is drawn, walked and folded', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, depth) => `${'..'.repeat(Math.min(depth, 1))}s${depth} ${depth}-20000`
    );
    // Drawn flat, then chained by hand: indenting 10,000 levels would make 100 MB of text.
    const record = traceFromText(lines.join('\n'));
    const parents = record.spans!.parents.map((_, row) => row - 1);
    const view = await opened(
      bundleFrom([{ ...record, spans: { ...record.spans!, parents } }])
    );
    expect(view.grid().getAttribute('aria-rowcount')).toBe('10000');
    await press('End');
    expect(focusedName()).toBe('s9999');
    expect(view.row('s9999').querySelector('.sb-depth')?.textContent).toBe(
      '9999'
    );
    await press('c', 'i', '3');
    expect(view.names()).toEqual(['s0', 's1', 's2']);
    expect(focusedName()).toBe('s2');
  });
});

describe('accessible', () => {
  it.each([['+'], ['c'], ['i'], ['?'], ['i', 'c', '+', '2']])(
    'after %s',
    async (...keys) => {
      const { element } = await opened();
      await press(...keys);
      expect(await violations(element)).toEqual([]);
    }
  );
});
