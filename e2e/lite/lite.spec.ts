import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';

import { inRoot } from '../../scripts/lib/paths.mjs';
import { bundleOf } from '../../src/bundle/bundle-of';
import { mimeBundleOf } from '../../src/bundle/mime-bundle';
import { parseBundle } from '../../src/bundle/parse-bundle';
import type { TraceRecord } from '../../src/bundle/types';
import { traceFromText } from '../../test/trace-from-text';
import {
  keepScreenshot,
  launchChromium,
  watch,
  type Misdeeds
} from '../browser/chromium';
import { luminance, themeColours } from '../browser/colours';
import { LabPage } from '../browser/lab-page';
import { writeSavedCells } from '../browser/saved-notebook';
import { LiteSite } from './site';

const AGENT = inRoot('test/fixtures/traces/01_agent_chat_rag_tool.json');

/** What each click says that would need a server. */
const NO_SERVER = 'JupyterLite has no server';

let site: LiteSite;
let browser: Browser;
let lab: LabPage;
let page: Page;

const misdeeds: Misdeeds = { foreignRequests: [], ourErrors: [] };
/** Requests for what only Spanbook's server extension, or Jupyter's server, could answer. */
const asked: string[] = [];
/** What the page said of us in its console. */
const said: string[] = [];

/** Its question is of 100 kB. */
function agentTrace(): TraceRecord {
  const long = `Weather in Paris? ${'word '.repeat(20_000)}`;
  const text = readFileSync(AGENT, 'utf8').replaceAll(
    'Weather in Paris?',
    long
  );
  const parsed = parseBundle(text);
  const [trace] = parsed.ok ? parsed.bundle.traces : [];
  if (!trace) throw new Error('the fixture is no trace');
  return trace;
}

/** A notebook with a trace whose payloads were cut, and with a search that has a next page; and a file with a trace. */
function fill(folder: string): void {
  const found = [traceFromText('first 0-5'), traceFromText('second 0-7')];
  const search = { experimentIds: ['1'], pageToken: 'next' };
  writeSavedCells(folder, 'saved.ipynb', [
    mimeBundleOf(bundleOf([agentTrace()], { maxBytes: 200_000 })),
    mimeBundleOf(bundleOf(found, { search }))
  ]);
  writeFileSync(join(folder, 'agent.trace.json'), readFileSync(AGENT));
}

beforeAll(async () => {
  site = await LiteSite.start(fill);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  watch(page, site.origin, misdeeds);
  page.on('request', request => {
    const url = request.url();
    if (/\/spanbook\/|\/api\/me\b/.test(url) && !/\/extensions\//.test(url))
      asked.push(url);
  });
  page.on('console', message => {
    const text = `${message.text()} (${message.location().url})`;
    if (/spanbook/i.test(text)) said.push(text);
  });
  lab = new LabPage(page);
  await lab.open(site.pageOf('saved.ipynb'));
  await lab.declineKernel();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

const output = (at = 0): Locator => page.locator('.sb-output').nth(at);
const button = (name: string | RegExp, at = 0): Locator =>
  output(at).getByRole('button', { name, exact: true });
const refusal = (at = 0): Locator =>
  output(at).locator('.sb-refusal', { hasText: NO_SERVER });

describe('a saved notebook in JupyterLite', () => {
  it('shows its traces, in light and in dark', async () => {
    const grid = output().locator('[role=treegrid]');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('7');
    const light = await themeColours(output());
    await lab.useTheme('JupyterLab Dark');
    const dark = await themeColours(output());
    await keepScreenshot(page, 'lite dark');
    await lab.useTheme('JupyterLab Light');
    expect(luminance(light.background)).toBeGreaterThan(0.8);
    expect(luminance(dark.background)).toBeLessThan(0.1);
  });

  it('leaves the keys of the timeline to the timeline, and opens details by them', async () => {
    const { keyboard } = page;
    await output().locator('.sb-row[tabindex="0"]').focus();
    await keyboard.press('ArrowLeft');
    await output().locator('[role=treegrid][aria-rowcount="1"]').waitFor();
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await output().locator('.sb-detail-scroll:focus').waitFor();
    for (const key of ['d', 'd', 'b']) await keyboard.press(key);
    expect((await lab.codeCells()).length).toBe(2);
    await keepScreenshot(page, 'lite light');
  });

  it('says that there is no server to ask for what was cut', async () => {
    await output().locator('.sb-row').first().click();
    await button(/^Show all /)
      .first()
      .click();
    await refusal().first().waitFor();
    await keepScreenshot(page, 'lite cut');
  });

  it('says so for the next page of a search', async () => {
    await output(1).scrollIntoViewIfNeeded();
    await button('Load 50 more from the tracking server', 1).click();
    await refusal(1).waitFor();
  });

  it("says so in the place of MLflow's own view, beside the timeline", async () => {
    await button('MLflow').click();
    await output().locator('.sb-mlflow-bar', { hasText: NO_SERVER }).waitFor();
    await output().locator('[role=treegrid]').waitFor();
    await keepScreenshot(page, 'lite mlflow');
  });

  it('says so for an edit, which is undone', async () => {
    await button('Tags and feedback').click();
    await button('Add a tag').click();
    await output().getByRole('textbox', { name: 'Tag' }).fill('stage');
    await button('Save').click();
    await output().getByRole('alert').waitFor();
    expect(await output().getByRole('alert').innerText()).toContain(NO_SERVER);
    await button('Give feedback').click();
    await output().getByLabel('Good').check();
    await button('Save').click();
    await page.waitForTimeout(200);
    expect(await output().getByRole('alert').innerText()).toContain(NO_SERVER);
  });

  it('says so in a tab for MLflow, and offers no link to it', async () => {
    await button('Copy and save').click();
    expect(await page.getByText('Copy link').count()).toBe(0);
    await page.getByText('Open MLflow in a tab here').click();
    const tab = page.locator('#spanbook-mlflow');
    await tab.getByText(NO_SERVER).waitFor();
    await keepScreenshot(page, 'lite tab');
    await lab.execute('application:close');
  });

  it('says so in the status bar', async () => {
    const item = page.locator('.sb-server-item button');
    expect(await item.innerText()).toBe('MLflow: off');
    await item.click();
    const menu = page.locator('.sb-server-menu .lm-Menu-item:visible');
    expect(await menu.allInnerTexts()).toEqual([
      expect.stringContaining(NO_SERVER)
    ]);
    await keepScreenshot(page, 'lite status bar');
    await page.keyboard.press('Escape');
  });

  it('saves a trace as a file', async () => {
    await button('Copy and save').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Save JSON (OTLP)').click()
    ]);
    expect(download.suggestedFilename()).toBe('agent.otlp.json');
  });
});

describe('a file with a trace in JupyterLite', () => {
  it('opens in the view by a double click', async () => {
    await page
      .locator('.jp-DirListing-item', { hasText: 'agent.trace.json' })
      .dblclick();
    const grid = page.locator('.jp-MimeDocument:visible [role=treegrid]');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('7');
    await keepScreenshot(page, 'lite file');
  });
});

describe('the Notebook 7 of a JupyterLite site', () => {
  it('shows the traces of a saved notebook', async () => {
    const notebook = new LabPage(await browser.newPage());
    watch(notebook.page, site.origin, misdeeds);
    await notebook.open(site.notebookPageOf('saved.ipynb'));
    await notebook.page.locator('.sb-output [role=treegrid]').waitFor();
    await keepScreenshot(notebook.page, 'lite notebook');
  });
});

describe('all of that', () => {
  it('asks the site for nothing that only a server has, and leaves no word in the console', () => {
    expect(asked).toEqual([]);
    expect(said).toEqual([]);
    expect(misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
  });
});
