import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { keepScreenshot, launchChromium, watch, type Misdeeds } from '../browser/chromium'; // prettier-ignore
import { LabPage } from '../browser/lab-page';
import { startHub, type Hub } from './hub';

const USERS = ['alice', 'bob'];

/** A user's browser, logged in, with the notebook open in JupyterLab. */
type User = {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly lab: LabPage;
  readonly misdeeds: Misdeeds;
};

let hub: Hub;
let browser: Browser;
const users: User[] = [];

beforeAll(async () => {
  hub = await startHub(USERS);
  browser = await launchChromium();
  for (const name of USERS) users.push(await logIn(name));
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

async function logIn(name: string): Promise<User> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true, // the certificate is nobody's
    viewport: { width: 1200, height: 900 }
  });
  const page = await context.newPage();
  const misdeeds: Misdeeds = { foreignRequests: [], ourErrors: [] };
  watch(page, hub.origin, misdeeds);
  await page.goto(hub.startOf(name));
  await page.locator('input[name=username]').fill(name);
  await page.locator('input[name=password]').fill(hub.password);
  await page.locator('input[type=submit]').click();
  const cells = page.locator('.jp-Notebook .jp-Cell');
  await cells.first().waitFor({ timeout: 240_000 });
  return { name, context, page, lab: new LabPage(page), misdeeds };
}

/** What this user's browser gets at an address, with its cookies. */
async function got({ context }: User, address: string) {
  const response = await context.request.get(address, { maxRedirects: 0 });
  return { status: response.status(), text: await response.text() };
}

async function statusOf(user: User): Promise<Record<string, unknown>> {
  for (;;) {
    const { text } = await got(user, `${hub.baseOf(user.name)}spanbook/status`);
    const status: Record<string, unknown> = JSON.parse(text);
    if (status['state'] !== 'starting') return status;
    await user.page.waitForTimeout(500);
  }
}

describe('JupyterHub behind TLS and a base URL', () => {
  it('gives each user a tracking server of their own', async () => {
    const found = await Promise.all(users.map(statusOf));
    expect(found.map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(new Set(found.map(uri => uri['tracking_uri'])).size).toBe(2);
    expect(found.map(one => one['proxy_url'])).toEqual(
      USERS.map(name => `/hub-base/user/${name}/spanbook/mlflow/`)
    );
  });

  it('shows what a kernel traced, and asks the browser for no other address', async () => {
    const [alice] = users;
    if (!alice) throw new Error('nobody is logged in');
    await alice.lab.restartAndRunAll();
    await alice.lab.drawAll();
    const grid = alice.page.locator('.sb-output [role=treegrid]').first();
    await grid.waitFor();
    expect(await grid.locator('[role=row]').count()).toBeGreaterThan(1);
    await keepScreenshot(alice.page, 'jupyterhub');
    expect(alice.misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
  });

  it("lets a user to MLflow through their own server's address, and nobody else there", async () => {
    const [alice, bob] = users;
    if (!alice || !bob) throw new Error('two users are needed');
    const search = `${hub.baseOf('alice')}spanbook/mlflow/api/2.0/mlflow/experiments/search?max_results=10`; // prettier-ignore
    const own = await got(alice, search);
    expect(own.status).toBe(200);
    expect(own.text).toContain('"experiments"');
    const foreign = await got(bob, search);
    expect([302, 401, 403]).toContain(foreign.status);
    expect(foreign.text).not.toContain('"experiments"');
  });
});
