import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator, Locator } from 'playwright-core';

import { keepScreenshot } from './chromium';
import { labSession } from './lab-session';
import type { LabPage } from './lab-page';
import { PythonClient, writeLiveNotebook } from './server-data';

const session = labSession('mlflow-pages');

let python: PythonClient;
let lab: LabPage;

beforeAll(async () => {
  python = await PythonClient.of(session.server);
  await writeLiveNotebook(session.server, python, 'live.ipynb');
  lab = await session.newLab();
  await lab.open(session.server.pageOf('live.ipynb'));
  await lab.declineKernel();
  await trace().locator('[role=treegrid]').waitFor();
}, 240_000);
afterAll(() => python?.end());

const trace = (): Locator => lab.page.locator('.sb-output').nth(0);
const inFrame = (around: Locator): FrameLocator =>
  around.frameLocator('.sb-mlflow iframe');
/** MLflow's scripts are 4 MB. */
const slowly = { timeout: 60_000 };

describe("MLflow's own pages in JupyterLab", () => {
  it('show a trace in place of the timeline, without being able to act as JupyterLab', async () => {
    await trace().getByRole('button', { name: 'MLflow', exact: true }).click();
    const page = inFrame(trace());
    await page.getByText('Trace breakdown').waitFor(slowly);
    await page.getByText('search').first().waitFor(slowly);
    await trace()
      .getByText(/^MLflow \d/)
      .waitFor();
    await keepScreenshot(lab.page, 'mlflow-pages trace');
    const frame = lab.page
      .frames()
      .find(one => /trace-renderer/.test(one.url()));
    expect(await frame?.evaluate(() => [origin, document.cookie])).toEqual([
      'null',
      ''
    ]);
    await expect(
      frame?.evaluate(() => parent.document.title)
    ).rejects.toThrow();
  });

  it('show the trace in the full UI beside the notebook, as dark as JupyterLab', async () => {
    await lab.useTheme('JupyterLab Dark');
    await trace().getByRole('button', { name: 'Open in MLflow' }).click();
    const tab = lab.page.locator('#spanbook-mlflow');
    const page = inFrame(tab);
    await page.getByText('Inputs / Outputs').first().waitFor(slowly);
    await keepScreenshot(lab.page, 'mlflow-pages full dark');
    const ground = await page
      .locator('body')
      .evaluate(body => getComputedStyle(body).colorScheme);
    expect(ground).toBe('dark');
  });
});
