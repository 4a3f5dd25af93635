import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';

import { mimeBundleOf } from '../../src/bundle/mime-bundle';
import { traceFromText } from '../../test/trace-from-text';
import { keepScreenshot } from './chromium';
import type { LabPage } from './lab-page';
import { labSession } from './lab-session';
import { printedSheets } from './pdf';
import { writeSavedCells } from './saved-notebook';

/** Another machine: other address, no MLflow that answers, and an administrator who wants traces collapsed. */
const session = labSession('display', {
  baseUrl: '/',
  env: { MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' },
  overrides: { '@spanbook/lab:plugin': { display: 'collapsed' } }
});

let count = 0;
const traceOf = (spans: number) =>
  traceFromText(
    [
      `answer${++count} AGENT 0-1000`,
      ...Array.from(
        { length: spans - 1 },
        (_, i) =>
          `..step${i} TOOL ${(i * 900) / spans}-${(i * 900) / spans + 50}`
      )
    ].join('\n'),
    { info: { traceId: `tr-${String(count).padStart(32, '0')}` } }
  );

/** Opens a saved notebook with an output for each list of traces. */
async function openSaved(
  name: string,
  outputs: readonly (readonly number[])[]
): Promise<LabPage> {
  const { notebooks } = session.server;
  writeSavedCells(
    notebooks,
    name,
    outputs.map(spans => mimeBundleOf({ traces: spans.map(traceOf) }))
  );
  const lab = await session.newLab();
  await lab.open(session.server.pageOf(name));
  await lab.declineKernel();
  return lab;
}

const part = ({ page }: LabPage, selector: string): Locator =>
  page.locator(`.sb-output ${selector}`);

/** Pictures of the whole page in the light and in the dark theme. */
async function keepBothThemes(lab: LabPage, name: string): Promise<void> {
  await lab.useTheme('JupyterLab Dark');
  await keepScreenshot(lab.page, `display ${name} dark`);
  await lab.useTheme('JupyterLab Light');
  await keepScreenshot(lab.page, `display ${name} light`);
}

describe('how traces are shown', () => {
  it("is the administrator's wish until the user chooses, which stays for the next page", async () => {
    const lab = await openSaved('overrides.ipynb', [[5], [3]]);
    await part(lab, '.sb-summary').first().waitFor();
    expect(await part(lab, '[role=treegrid]').count()).toBe(0);
    await lab.viewMenu('MLflow Traces', 'Expanded');
    await part(lab, '[role=treegrid]').nth(1).waitFor();
    const next = await session.newLab();
    await next.open(session.server.pageOf('overrides.ipynb'));
    await next.declineKernel();
    await part(next, '[role=treegrid]').nth(1).waitFor();
  });

  it('follows the palette, in notebooks behind the one in front too', async () => {
    const lab = await openSaved('palette.ipynb', [[5], [2, 3]]);
    await part(lab, '.sb-summary').first().waitFor();
    await lab.palette('MLflow Traces: Off');
    await part(lab, '.sb-stub').nth(1).waitFor();
    expect(await part(lab, '.sb-stub').allTextContents()).toEqual([
      'MLflow trace hidden – show',
      '2 MLflow traces hidden – show'
    ]);
    await keepBothThemes(lab, 'stubs');
    await lab.palette('MLflow Traces: Collapsed');
    await part(lab, '.sb-summary').first().waitFor();
    expect(await part(lab, '[role=treegrid]').count()).toBe(0);
    await lab.palette('MLflow Traces: Expanded');
    await part(lab, '[role=treegrid]').first().waitFor();
  });

  it('stands in the settings editor in plain words', async () => {
    const lab = await openSaved('settings.ipynb', [[3]]);
    await lab.execute('settingeditor:open', { query: 'MLflow Traces' });
    const choice = lab.page.locator('.jp-SettingsPanel select').first();
    await choice.waitFor();
    expect(await choice.locator('option').allTextContents()).toEqual([
      'Expanded: open, with the timeline',
      'Collapsed: one line that opens on a click',
      'Off: hidden behind a line that brings it back'
    ]);
    await keepBothThemes(lab, 'settings');
  });
});

describe('one output', () => {
  it('is hidden and brought back by keyboard, and stays hidden when the page is loaded again', async () => {
    const lab = await openSaved('own.ipynb', [[5], [4]]);
    const hide = lab.page.getByRole('button', { name: 'Hide this output' });
    await hide.nth(1).waitFor();
    await keepBothThemes(lab, 'outputs');
    await hide.first().press('Enter');
    await part(lab, '.sb-stub').waitFor();
    expect(await hide.count()).toBe(1);
    await lab.open(session.server.pageOf('own.ipynb'));
    await lab.declineKernel();
    await part(lab, '.sb-stub').waitFor();
    await part(lab, '.sb-stub').press('Enter');
    await part(lab, '.sb-summary:focus').waitFor();
    await hide.nth(1).waitFor();
    expect(await hide.count()).toBe(2);
  });

  it('of many traces opens one in place, and all of them', async () => {
    const lab = await openSaved('table.ipynb', [[5, 3, 4]]);
    await part(lab, '.sb-list').waitFor();
    const lines = part(
      lab,
      '.sb-list button[aria-expanded="false"].sb-summary, .sb-list .sb-trace button[aria-expanded="false"]'
    );
    await lines.first().click();
    await part(lab, '.sb-list [role=treegrid]').waitFor();
    await keepBothThemes(lab, 'table');
    await lab.page.getByRole('button', { name: 'Expand all traces' }).click();
    await part(lab, '.sb-list [role=treegrid]').nth(2).waitFor();
    await lab.page.getByRole('button', { name: 'Collapse all traces' }).click();
    await part(lab, '.sb-list [role=treegrid]')
      .first()
      .waitFor({ state: 'detached' });
  });

  it('is drawn when it comes near, and its text can be found before', async () => {
    const lab = await openSaved(
      'far.ipynb',
      Array.from({ length: 20 }, () => [30])
    );
    await part(lab, '[role=treegrid]').first().waitFor();
    // JupyterLab brings the cells one by one; those out of sight are there, and not visible.
    const last = lab.page
      .locator('.sb-renderer')
      .filter({ hasText: `answer${count}` });
    await last.waitFor({ state: 'attached' });
    const drawn = await part(lab, '.sb-trace').count();
    expect(drawn).toBeLessThan(10);
    // What is drawn on the way takes other room than estimated, so one jump may fall short.
    for (
      let i = 0;
      i < 20 && (await last.locator('.sb-trace').count()) === 0;
      i++
    ) {
      await last.evaluate(element => element.scrollIntoView());
      await lab.page.waitForTimeout(100);
    }
    await last.locator('[role=treegrid]').waitFor();
  });
});

it('prints all rows of a timeline, dark on white in a dark theme', async () => {
  const lab = await openSaved('print.ipynb', [[120]]);
  await part(lab, '[role=treegrid]').waitFor();
  await lab.useTheme('JupyterLab Dark');
  await lab.page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await lab.page.emulateMedia({ media: 'print' });
  await part(lab, '.sb-row').nth(119).waitFor({ state: 'attached' });
  const colours = await part(lab, '.sb-row')
    .nth(50)
    .evaluate(row => getComputedStyle(row).color);
  expect(colours).toBe('rgb(0, 0, 0)');
  await lab.page.emulateMedia({ media: null });
  await lab.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await lab.useTheme('JupyterLab Light');
});

it('prints the timeline of an output by File > Print', async () => {
  const lab = await openSaved('paper.ipynb', [[150], [3, 4]]);
  let html = '';
  await lab.page.route('**/nbconvert/html/**', async route => {
    html = await (await route.fetch()).text();
    await route.fulfill({ contentType: 'text/html', body: '<p>paper' });
  });
  await (await lab.menuEntry('File', 'Print')).click();
  await lab.page
    .locator('iframe')
    .contentFrame()
    .getByText('paper')
    .waitFor({ state: 'attached' });
  const { page } = await session.newLab();
  // nbconvert's own scripts come from far away, for other outputs than ours.
  await page.setContent(html.replace(/<script\b.*?<\/script>/gs, ''));
  const text = (await printedSheets(page, 'file-print')).join('\n');
  const steps = Array.from(text.matchAll(/█ +step(\d+) +TOOL/g), ([, i]) => i);
  expect(steps).toEqual(Array.from({ length: 149 }, (_, i) => `${i}`));
  expect(text).toMatch(/OK · answer\d+ · 1\.00 s · 4 spans/);
});
