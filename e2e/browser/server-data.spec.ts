import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

import { keepScreenshot } from './chromium';
import { labSession } from './lab-session';
import type { LabPage } from './lab-page';
import { inFrame, showMlflowView, slowly } from './mlflow-frames';
import {
  endMlflow,
  PythonClient,
  writeLiveNotebook,
  type Stored
} from './server-data';

const session = labSession('server-data');

let python: PythonClient;
let stored: Stored;
let lab: LabPage;
let page: Page;
/** What the page asked of the tracking server. */
const asked: string[] = [];

beforeAll(async () => {
  python = await PythonClient.of(session.server);
  stored = await writeLiveNotebook(session.server, python, 'live.ipynb');
  lab = await session.newLab();
  page = lab.page;
  page.on('request', request => {
    const [, path] = request.url().split('/spanbook/mlflow/');
    if (path !== undefined) asked.push(`${request.method()} ${path}`);
  });
  await lab.open(session.server.pageOf('live.ipynb'));
  await lab.declineKernel();
  await trace().locator('[role=treegrid]').waitFor();
}, 240_000);
afterAll(() => python?.end());

/** The first output: one trace, whose payload was cut. */
const trace = (): Locator => page.locator('.sb-output').nth(0);
const button = (name: string | RegExp): Locator =>
  trace().getByRole('button', { name, exact: true });
const field = (name: string): Locator =>
  trace().getByRole('textbox', { name, exact: true });

/** Tags and feedback, open for editing. */
async function edit(): Promise<void> {
  const tool = button('Tags and feedback');
  if ((await tool.getAttribute('aria-expanded')) !== 'true') await tool.click();
  await button('Add a tag').waitFor();
}

describe('a saved notebook beside a tracking server', () => {
  it('asks it nothing as long as nobody clicks', async () => {
    await trace().locator('.sb-row').first().click();
    await button(/^Show all [\d.]+ MB$/).waitFor();
    expect(asked).toEqual([]);
  });

  it('shows all of a payload that was cut', async () => {
    const detail = trace().locator('.sb-detail');
    await keepScreenshot(page, 'server-data cut');
    await button(/^Show all [\d.]+ MB$/).click();
    await button(/^Show all [\d.]+ MB$/).waitFor({ state: 'detached' });
    await detail.getByText('the end of it').waitFor();
    expect(await detail.innerText()).toContain('9007199254740993');
    await keepScreenshot(page, 'server-data whole');
    expect(asked.every(path => path.startsWith('GET '))).toBe(true);
  });

  it('shows a picture that is stored beside the trace', async () => {
    await trace().locator('.sb-row', { hasText: 'search' }).click();
    const detail = trace().locator('.sb-detail');
    await detail.getByText('stored beside the trace').waitFor();
    await keepScreenshot(page, 'server-data attachment');
    await button('Load it from the tracking server').click();
    const picture = detail.locator('.sb-attached img');
    await picture.waitFor();
    expect(
      await picture.evaluate(
        node => 'naturalWidth' in node && node.naturalWidth
      )
    ).toBe(1);
    expect(asked.at(-1)).toMatch(
      /^GET ajax-api\/2\.0\/mlflow\/get-trace-artifact\?request_id=tr-.*&path=[\w-]+$/
    );
    const saved = page.waitForEvent('download');
    await button('Save the file').click();
    expect((await saved).suggestedFilename()).toMatch(/^[\w-]+\.png$/);
    await keepScreenshot(page, 'server-data attachment loaded');
  });

  it('loads the next page of a search, and the spans of a trace of it', async () => {
    const list = page.locator('.sb-output').nth(1);
    await list.scrollIntoViewIfNeeded();
    await list
      .getByRole('button', { name: 'Load 50 more from the tracking server' })
      .click();
    await list.locator(`[data-trace-id="${stored.second}"]`).waitFor();
    await list.getByText('There are no more on the tracking server.').waitFor();
    await list
      .locator(`[data-trace-id="${stored.second}"] button`)
      .first()
      .click();
    await list
      .getByRole('button', { name: 'Fetch them from the tracking server' })
      .click();
    await list.locator('[role=treegrid] [role=row]').first().waitFor();
    await keepScreenshot(page, 'server-data page');
  });

  it('adds, changes and removes a tag, as Python reads it then', async () => {
    await edit();
    await button('Add a tag').click();
    await field('Tag').fill('stage');
    await field('Value').fill('draft');
    await page.keyboard.press('Enter');
    await trace().getByText('Tag stage saved').waitFor({ state: 'attached' });
    expect((await marks()).tags['stage']).toBe('draft');
    await button(/^Change the tag stage/).click();
    await field('Value').fill('final');
    await button('Save').click();
    await trace().getByText('Tag stage saved').waitFor({ state: 'attached' });
    expect((await marks()).tags['stage']).toBe('final');
    await button('Remove the tag stage').click();
    await trace().getByText('Tag stage removed').waitFor({ state: 'attached' });
    expect((await marks()).tags['stage']).toBeUndefined();
  });

  it('gives, changes and removes feedback, as Python reads it then', async () => {
    await edit();
    await button('Give feedback').click();
    await trace().getByLabel('Good').check();
    await field('Name').fill('helpful');
    await field('Comment').fill('one line says it');
    await keepScreenshot(page, 'server-data form');
    await lab.useTheme('JupyterLab Dark');
    await keepScreenshot(page, 'server-data form dark');
    await lab.useTheme('JupyterLab Light');
    await button('Save').click();
    await button('Change the feedback helpful').waitFor();
    expect((await marks()).feedback).toMatchObject([
      { name: 'helpful', value: true, rationale: 'one line says it' }
    ]);
    await button('Change the feedback helpful').click();
    await trace().getByLabel('Score').check();
    await trace().getByRole('spinbutton', { name: 'Score' }).fill('0.75');
    await button('Save').click();
    await trace().getByText('Feedback saved').waitFor({ state: 'attached' });
    expect((await marks()).feedback[0]?.value).toBe(0.75);
    await keepScreenshot(page, 'server-data feedback');
    await button('Remove helpful').click();
    await trace().getByText('Feedback removed').waitFor({ state: 'attached' });
    expect((await marks()).feedback).toEqual([]);
  });

  it('reads what others have changed when it is asked to refresh', async () => {
    await edit();
    await python.run(`client.set_trace_tag("${stored.cut}", "by", "python")`);
    await button('Refresh').click();
    await button(/^Change the tag by: python/).waitFor();
  });

  it("shows MLflow's own view of a trace, which cannot act as JupyterLab", async () => {
    const theirs = await showMlflowView(trace());
    await theirs.getByText('search').first().waitFor(slowly);
    await trace()
      .getByText(/^MLflow \d/)
      .waitFor();
    await keepScreenshot(lab.page, 'mlflow-view');
    const frame = lab.page.frames().find(one => /-renderer/.test(one.url()));
    expect(await frame?.evaluate(() => [origin, document.cookie])).toEqual([
      'null',
      ''
    ]);
    await expect(
      frame?.evaluate(() => parent.document.title)
    ).rejects.toThrow();
    await button('MLflow').click();
    await trace().locator('[role=treegrid]').waitFor();
  });

  it("shows the trace in MLflow's full UI, as dark as JupyterLab", async () => {
    await lab.useTheme('JupyterLab Dark');
    await button('Copy and save').click();
    await page.getByText('Open MLflow in a tab here').click();
    const full = inFrame(page.locator('#spanbook-mlflow'));
    await full.getByText('Inputs / Outputs').first().waitFor(slowly);
    await keepScreenshot(page, 'mlflow-full dark');
    const scheme = await full
      .locator('body')
      .evaluate(body => getComputedStyle(body).colorScheme);
    expect(scheme).toBe('dark');
    await lab.execute('application:close');
    await lab.useTheme('JupyterLab Light');
  });

  it("shows MLflow's UI in a browser tab, which cannot act as JupyterLab either", async () => {
    await button('Copy and save').click();
    const [tab] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByText('Open in MLflow', { exact: true }).click()
    ]);
    const ui = tab.frameLocator('iframe');
    await ui.getByText('Inputs / Outputs').first().waitFor(slowly);
    await keepScreenshot(tab, 'mlflow-tab');
    const frame = tab.frames().find(one => one !== tab.mainFrame());
    expect(await frame?.evaluate(() => [origin, document.cookie])).toEqual([
      'null',
      ''
    ]);
    expect(tab.url()).toContain('/spanbook/mlflow/#/experiments/'); // no ticket in it
    await tab.close();
  });

  it('undoes an edit that the server refuses, and says why', async () => {
    await edit();
    await python.run(
      `info = client.get_trace("${stored.cut}", display=False).info
client.delete_traces(experiment_id=info.experiment_id, trace_ids=[info.trace_id])`
    );
    await button('Add a tag').click();
    await field('Tag').fill('late');
    await button('Save').click();
    const alert = trace().getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('undone');
    expect(await alert.innerText()).toContain('deleted');
    expect(await trace().getByText('late').count()).toBe(0);
    await keepScreenshot(page, 'server-data refused');
  });

  it('says in plain words that the tracking server has stopped', async () => {
    await endMlflow(session.server);
    await edit();
    await button('Refresh').click();
    const refusal = trace().locator('.sb-refusal').first();
    await trace().getByText('That did not work.').waitFor();
    expect(await refusal.innerText()).toMatch(/MLflow|tracking server/);
    await keepScreenshot(page, 'server-data stopped');
  });
});

describe('the tracking server in the status bar', () => {
  const item = (): Locator =>
    page.locator('#jp-main-statusbar .sb-server-item button');
  const entry = (label: string): Locator =>
    page.locator('.sb-server-menu .lm-Menu-item', { hasText: label });

  it('is seen to have failed when its menu opens, says why and shows its log', async () => {
    expect(await item().innerText()).toBe('MLflow: ready'); // nobody has asked since
    await untilFailed();
    await item().focus();
    await page.keyboard.press('Enter');
    await entry('Restart MLflow').waitFor();
    expect(await item().innerText()).toBe('MLflow: failed');
    expect(await entry('Open MLflow').isVisible()).toBe(false);
    await keepScreenshot(page, 'server-item failed');
    await entry("Show MLflow's Log").click();
    const log = page.locator('.jp-Dialog .sb-server-log');
    await log.waitFor();
    expect(await log.locator('p').innerText()).toContain('MLflow');
    expect(await log.locator('pre').innerText()).toContain('Uvicorn');
    await keepScreenshot(page, 'server-item log');
    await page.keyboard.press('Escape');
    await log.waitFor({ state: 'detached' });
  });

  it('is started again, and followed until it is ready', async () => {
    await item().click();
    await entry('Restart MLflow').click();
    await item().getByText('MLflow: starting').waitFor();
    await item().getByText('MLflow: ready').waitFor(slowly);
  });

  it('gives its address', async () => {
    await page.context().grantPermissions(['clipboard-read']);
    await item().focus();
    await page.keyboard.press('Space');
    await entry('Copy Tracking URI').waitFor();
    await page.keyboard.press('ArrowUp'); // the last entry
    await page.keyboard.press('Enter');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await focused()).toBe('MLflow: ready');
  });

  it('is asked nothing while it is ready', async () => {
    const requests: string[] = [];
    page.on('request', request => requests.push(request.url()));
    await page.waitForTimeout(2_500); // twice the wait while it starts
    expect(requests.filter(url => url.includes('/spanbook/'))).toEqual([]);
  });

  /** Jupyter's server sees within seconds that MLflow is gone. */
  async function untilFailed(): Promise<void> {
    const url = `${new URL(page.url()).origin}/user/bob/spanbook/status`;
    for (let i = 0; i < 100; i++) {
      const answer = await page.request.get(url);
      if ((await answer.text()).includes('"failed"')) return;
      await page.waitForTimeout(200);
    }
    throw new Error('nobody noticed that MLflow has ended');
  }

  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.textContent ?? undefined);
});

type Marks = {
  readonly tags: Readonly<Record<string, string>>;
  readonly feedback: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly rationale: string;
  }[];
};

/** Tags and feedback of the first trace as Python's client reads them. */
async function marks(): Promise<Marks> {
  const read = await python.run(
    `info = client.get_trace("${stored.cut}", display=False).info
answer = {
    "tags": info.tags,
    "feedback": [{"name": a.name, "value": a.value, "rationale": a.rationale} for a in info.assessments],
}`
  );
  return read as Marks; // what the program above answers
}
