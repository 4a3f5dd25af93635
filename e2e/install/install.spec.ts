import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { inRoot } from '../../scripts/lib/paths.mjs';
import {
  keepScreenshot,
  launchChromium,
  watch,
  type Misdeeds
} from '../browser/chromium';
import { sampleBundle } from '../../bench/viewer/page/sample-bundle';
import { BUNDLE_MIME_TYPE } from '../../src/bundle/mime-type';
import { bundlesOf, LabPage } from '../browser/lab-page';
import { writeSavedNotebook } from '../browser/saved-notebook';
import { startInstalled, writeNotebook, type Installed } from './installed';

const FOLDER = process.env['SPANBOOK_INSTALLED'] ?? '';
const NOTEBOOKS = join(FOLDER, 'notebooks');

/** The README's first trace, as it stands there. */
const FIRST_TRACE = /## The first trace[^]*?```ts\n([^]*?)```/.exec(
  readFileSync(inRoot('README.md'), 'utf8')
)?.[1];

const SEARCH = {
  locations: [
    { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '1' } }
  ]
};

let jupyter: Installed;
let browser: Browser;
/** Two tests look at it. */
let saved: LabPage | undefined;
const misdeeds: Misdeeds = { foreignRequests: [], ourErrors: [] };

beforeAll(async () => {
  jupyter = await startInstalled(FOLDER);
  browser = await launchChromium();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await jupyter?.stop();
});

/** A notebook in a page of its own. */
async function open(notebook: string): Promise<LabPage> {
  const page = await browser.newPage();
  watch(page, jupyter.origin, misdeeds);
  const lab = new LabPage(page);
  await lab.open(jupyter.pageOf(notebook));
  return lab;
}

/** A notebook with a trace of 40 spans that was saved elsewhere. */
async function openSaved(): Promise<LabPage> {
  writeSavedNotebook(NOTEBOOKS, 'saved.ipynb', {
    [BUNDLE_MIME_TYPE]: sampleBundle(40),
    'text/plain': 'one trace'
  });
  const lab = await open('saved.ipynb');
  await lab.declineKernel();
  await lab.page.locator('.sb-output [role=row]').nth(1).waitFor();
  return lab;
}

async function untilReady(): Promise<Record<string, unknown>> {
  for (;;) {
    const status = await jupyter.ask('spanbook/status');
    if (status['state'] !== 'starting') return status;
    await new Promise(done => setTimeout(done, 500));
  }
}

/** Ids of the traces that MLflow has. */
async function storedTraces(): Promise<readonly unknown[]> {
  const found = await jupyter.ask(
    'spanbook/mlflow/api/3.0/mlflow/traces/search',
    SEARCH
  );
  return Array.isArray(found['traces']) ? found['traces'] : [];
}

describe('an installation by the commands of the README', () => {
  it('starts its own MLflow', async () => {
    expect(await untilReady()).toMatchObject({ state: 'ready' });
  });

  it.each(['deno', 'tslab'])(
    'runs the first trace of the README in %s, shows it and stores it',
    async kernel => {
      if (FIRST_TRACE === undefined) throw new Error('no first trace there');
      const before = (await storedTraces().catch(() => [])).length;
      const notebook = `first-${kernel}.ipynb`;
      writeNotebook(join(NOTEBOOKS, notebook), kernel, [FIRST_TRACE]);
      const lab = await open(notebook);
      const { page } = lab;
      await lab.restartAndRunAll();
      const rows = page.locator('.sb-output [role=treegrid] [role=row]');
      await rows.nth(1).waitFor({ timeout: 60_000 });
      await keepScreenshot(page, `installed ${kernel}`);
      const [cell] = await lab.codeCells();
      expect(cell && bundlesOf(cell)).toHaveLength(1);
      // They are sent after the cell's reply; a trace that never comes is the test's time limit.
      while ((await storedTraces()).length === before)
        await page.waitForTimeout(500);
      expect(await storedTraces()).toHaveLength(before + 1);
      expect(misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
      await page.close();
    }
  );

  it('draws a saved notebook whose kernel is not there', async () => {
    saved = await openSaved();
    const grid = saved.page.locator('.sb-output [role=treegrid]');
    expect(await grid.getAttribute('aria-rowcount')).toBe('40');
    await keepScreenshot(saved.page, 'installed saved');
    expect(misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
  });

  it('moves through a trace by the keyboard alone', async () => {
    saved ??= await openSaved();
    const { page } = saved;
    await page.locator('.sb-output [role=row]').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.sb-detail [role=tab]').first().waitFor();
    await page.keyboard.press('Escape');
    const second = page.locator('.sb-output [role=row]').nth(1);
    expect(await second.getAttribute('aria-selected')).toBe('true');
    expect(await second.evaluate(row => row === document.activeElement)).toBe(
      true
    );
    // The notebook has not taken the keys for its own.
    expect(await page.locator('.jp-Notebook.jp-mod-editMode').count()).toBe(0);
    expect(misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
  });
});
