import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { inRoot } from '../../scripts/lib/paths.mjs';
import { keepScreenshot, launchChromium, watch, type Misdeeds } from '../browser/chromium'; // prettier-ignore
import { bundlesOf, LabPage } from '../browser/lab-page';
import { startInstalled, writeNotebook, type Installed } from './installed';

const FOLDER = process.env['SPANBOOK_INSTALLED'] ?? '';

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
const misdeeds: Misdeeds = { foreignRequests: [], ourErrors: [] };

beforeAll(async () => {
  jupyter = await startInstalled(FOLDER);
  browser = await launchChromium();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await jupyter?.stop();
});

async function untilReady(): Promise<Record<string, unknown>> {
  for (;;) {
    const status = await jupyter.ask('spanbook/status');
    if (status['state'] !== 'starting') return status;
    await new Promise(done => setTimeout(done, 500));
  }
}

/** Ids of the traces that MLflow has. */
async function storedTraces(): Promise<readonly unknown[]> {
  const found = await jupyter.ask('spanbook/mlflow/api/3.0/mlflow/traces/search', SEARCH); // prettier-ignore
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
      writeNotebook(join(FOLDER, 'notebooks', notebook), kernel, [FIRST_TRACE]);
      const page = await browser.newPage();
      watch(page, jupyter.origin, misdeeds);
      const lab = new LabPage(page);
      await lab.open(jupyter.pageOf(notebook));
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
});
