import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';

import { keepScreenshot } from './chromium';
import { barOf, picturesOf, watchLastOutput } from './growth';
import { bundlesOf, type LabPage } from './lab-page';
import { labSession } from './lab-session';
import { copyWithoutKernel } from './saved-notebook';

const session = labSession('quickstart');

/** The last call of each cell that shows traces, and the root spans that it makes. */
const MADE_BY = {
  'await breakfast("Ada");': ['breakfast'],
  'await model.chat([{ role: "user", content: "How much coffee do I need for 2 litres?" }]);':
    ['chat'],
  'await answer("How much coffee do I need for 0.75 litres?");': ['answer'],
  'const answers = await Promise.all(questions.map(question => answer(question)));':
    ['answer', 'answer', 'answer'],
  'await mlflow.withSpan(': ['ask everything'],
  'await answer("How much coffee do I need for -1 litres?");': ['answer'],
  'await answer("Which grind is for a French press?");': ['answer']
};

describe.each(['quickstart-deno', 'quickstart-tslab'])('%s', name => {
  const notebook = `${name}.ipynb`;
  let lab: LabPage;
  let firstTrace: Locator;

  beforeAll(async () => {
    lab = await session.newLab();
    await lab.open(session.server.pageOf(notebook));
    await lab.restartAndRunAll();
    firstTrace = tracesWithTimeline(lab).first();
    await lab.drawAll();
    await firstTrace.waitFor();
    await lab.save();
  }, 240_000);

  it('shows each trace under the cell that made it, and nothing under the others', async () => {
    const shown: Record<string, string[]> = {};
    for (const { index, source } of await lab.codeCells()) {
      const names = lab.cell(index).locator('.sb-output .sb-trace-name');
      const made = await names.allTextContents();
      if (made.length > 0) shown[lastCallIn(source)] = made;
    }
    expect(shown).toEqual(MADE_BY);
  });

  it('leaves one output with traces in a cell, however many traces that made', async () => {
    for (const cell of await lab.codeCells())
      expect(bundlesOf(cell).length).toBeLessThanOrEqual(1);
  });

  it('collapses and expands a span by keyboard', async () => {
    const grid = firstTrace.locator('[role=treegrid]');
    const root = grid.locator('[role=row]').first();
    const before = await rowCount(grid);
    expect(before).toBeGreaterThan(1);
    await root.focus();
    await lab.page.keyboard.press('ArrowLeft');
    await grid.and(lab.page.locator('[aria-rowcount="1"]')).waitFor();
    expect(await root.getAttribute('aria-expanded')).toBe('false');
    await lab.page.keyboard.press('ArrowRight');
    await grid.and(lab.page.locator(`[aria-rowcount="${before}"]`)).waitFor();
    expect(await root.getAttribute('aria-expanded')).toBe('true');
  });

  it('keeps the arrow keys to itself while a span has the focus', async () => {
    const rows = firstTrace.locator('[role=treegrid] [role=row]');
    const active = lab.page.locator('.jp-Notebook .jp-Cell.jp-mod-active');
    await rows.first().focus();
    const cellBefore = await active.getAttribute('data-windowed-list-index');
    await lab.page.keyboard.press('ArrowDown');
    const focused = lab.page.locator('.sb-row:focus');
    expect(await focused.getAttribute('data-span-id')).toBe(
      await rows.nth(1).getAttribute('data-span-id')
    );
    expect(await active.getAttribute('data-windowed-list-index')).toBe(
      cellBefore
    );
  });

  it('tells inputs and outputs of the span that is clicked', async () => {
    const row = firstTrace.locator('[role=treegrid] [role=row]').nth(1);
    await row.click();
    const detail = firstTrace.locator('.sb-detail');
    await detail.getByRole('tab', { name: 'Input/Output' }).click();
    const text = await detail.innerText();
    expect(await row.getAttribute('aria-selected')).toBe('true');
    expect(text).toContain(await row.locator('.sb-label').innerText());
    expect(text).toMatch(/inputs[\s\S]+outputs/i);
    await keepBothThemes(lab, firstTrace, `${name} detail`);
  });

  it('opens and closes a trace by its summary line', async () => {
    const summary = firstTrace.locator('button.sb-summary');
    const grid = firstTrace.locator('[role=treegrid]');
    const line = lab.page.locator('.sb-trace button.sb-summary').first();
    expect(await summary.getAttribute('aria-expanded')).toBe('true');
    await line.click();
    await lab.page
      .locator('button.sb-summary[aria-expanded="false"]')
      .first()
      .waitFor();
    await line.click();
    await grid.waitFor();
  });

  it('shows the error of the trace that failed', async () => {
    const failed = lab.page.locator('.sb-row[data-error]');
    const trace = lab.page.locator('.sb-trace', { has: failed }).first();
    await trace.locator('.sb-row[data-error]').last().click();
    const detail = trace.locator('.sb-detail');
    await detail.locator('.sb-exception').waitFor();
    expect(await detail.innerText()).toContain(
      'RangeError: nobody can brew -1 litres'
    );
    await keepBothThemes(lab, trace, `${name} error`);
  });

  it('hides all its traces at the command, and shows them again', async () => {
    const outputs = await lab.page.locator('.sb-output').count();
    await lab.palette('Show MLflow Traces');
    const stubs = lab.page.locator('.sb-output .sb-stub');
    await stubs.first().waitFor();
    expect(await stubs.count()).toBe(outputs);
    expect(await lab.page.locator('.sb-output [role=treegrid]').count()).toBe(
      0
    );
    await keepScreenshot(lab.page, `${name} hidden`);
    await lab.palette('Show MLflow Traces');
    await firstTrace.waitFor();
    expect(await stubs.count()).toBe(0);
  });

  it('keeps its traces when it is opened again without a kernel', async () => {
    const live = await traceCounts(lab);
    const copy = `elsewhere-${notebook}`;
    copyWithoutKernel(session.server.notebooks, notebook, copy);
    const again = await session.newLab();
    await again.open(session.server.pageOf(copy));
    await again.declineKernel();
    const outputs = await lab.page.locator('.sb-output').count();
    await again.page
      .locator('.sb-output')
      .nth(outputs - 1)
      .waitFor({ state: 'attached' });
    await again.drawAll();
    expect(await traceCounts(again)).toEqual(live);
  });

  it('lets a trace grow under its cell while that runs', async () => {
    await watchLastOutput(lab.page);
    const cell = await lab.runAtEnd(GROWING);
    await cell.locator('.sb-status[data-state=IN_PROGRESS]').waitFor();
    await keepScreenshot(lab.page, `${name} running`);
    await cell.locator('.sb-status[data-state=OK]').waitFor();
    const pictures = (await picturesOf(lab.page)).filter(
      ({ spans }) => spans[0] === 'grow'
    );
    const running = pictures.filter(({ state }) => state === 'IN_PROGRESS');
    expect(successive(running.map(({ spans }) => spans))).toEqual([
      ['grow', 'read'],
      ['grow', 'read', 'think'],
      ['grow', 'read', 'think', 'write']
    ]);
    // The scale grows too: once `write` has begun, the share of `think` becomes less.
    const thinking = running
      .filter(({ spans }) => spans.length === 3)
      .map(picture => barOf(picture, 'think'));
    expect(thinking.length).toBeGreaterThan(1);
    expect(thinking).toEqual([...new Set(thinking)].sort((a, b) => a - b));
    const seconds =
      ((pictures.at(-1)?.at ?? 0) - (pictures[0]?.at ?? 0)) / 1000;
    expect(pictures.length).toBeLessThanOrEqual(5 * seconds + 1);
  });

  it('lists what a search found, sorts it by a heading and opens a trace in place', async () => {
    const cell = await lab.runAtEnd(SEARCH);
    const table = cell.locator('[role=table].sb-list');
    const names = table.locator('.sb-trace .sb-trace-name');
    await names.nth(7).waitFor();
    const newestFirst = await names.allTextContents();
    expect(newestFirst).toHaveLength(8);
    expect(newestFirst[0]).toBe('grow');
    const heading = table.locator('[role=columnheader][data-column=name]');
    await heading.getByRole('button', { name: 'Name' }).click();
    await heading.and(lab.page.locator('[aria-sort=ascending]')).waitFor();
    const sorted = await names.allTextContents();
    expect(sorted).not.toEqual(newestFirst);
    expect(sorted).toEqual(newestFirst.sort((a, b) => a.localeCompare(b)));
    const grown = table.locator('.sb-trace', { hasText: 'grow' });
    await grown.locator('button.sb-summary').click();
    await grown
      .locator('[role=treegrid] .sb-row', { hasText: 'think' })
      .waitFor();
    await keepScreenshot(lab.page, `${name} search`);
  });
});

/** The newest traces of the notebook, and with that a part of them. */
const SEARCH = `const found = await mlflow.searchTraces({ experimentNames: ["spanbook-quickstart"], maxResults: 8 });`;

/** A trace of two seconds. */
const GROWING = `await mlflow.withSpan(async () => {
  for (const name of ["read", "think", "write"])
    await mlflow.withSpan(() => new Promise(done => setTimeout(done, 700)), { name });
}, { name: "grow" });`;

/** A list without what only repeats the entry before. */
const successive = <T>(list: readonly T[]): T[] =>
  list.filter(
    (entry, i) =>
      i === 0 || JSON.stringify(entry) !== JSON.stringify(list[i - 1])
  );

/** The last line of a cell that begins a statement with `await`, or assigns one. */
function lastCallIn(source: string): string {
  const calls = source
    .split('\n')
    .map(line => line.trim())
    .filter(line => /^(const \w+ = )?await /.test(line));
  return calls.at(-1) ?? '';
}

const tracesWithTimeline = ({ page }: LabPage): Locator =>
  page.locator('.sb-trace', { has: page.locator('[role=treegrid]') });

/** For each code cell, how many outputs with traces the view shows under it, and how many the notebook holds. */
async function traceCounts(
  lab: LabPage
): Promise<{ inView: number; inNotebook: number }[]> {
  const counts = [];
  for (const cell of await lab.codeCells()) {
    const outputs = lab.cell(cell.index).locator('.sb-output');
    counts.push({
      inView: (await outputs.locator('.sb-trace').count()) > 0 ? 1 : 0,
      inNotebook: bundlesOf(cell).length
    });
  }
  return counts;
}

async function rowCount(grid: Locator): Promise<number> {
  return Number(await grid.getAttribute('aria-rowcount'));
}

/** Pictures of what `target` shows, in the light and in the dark theme. */
async function keepBothThemes(
  lab: LabPage,
  target: Locator,
  name: string
): Promise<void> {
  await target.evaluate(element => element.scrollIntoView({ block: 'start' }));
  await keepScreenshot(lab.page, `${name} light`);
  await lab.useTheme('JupyterLab Dark');
  await keepScreenshot(lab.page, `${name} dark`);
  await lab.useTheme('JupyterLab Light');
}
