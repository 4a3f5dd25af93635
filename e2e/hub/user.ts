import type { Browser, BrowserContext, Page } from 'playwright-core';

import { watch, type Misdeeds } from '../browser/chromium';
import { LabPage } from '../browser/lab-page';
import type { Hub } from './hub';

/** A user of the hub in a browser of their own, logged in, with the notebook open in JupyterLab. */
export type User = {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly lab: LabPage;
  readonly misdeeds: Misdeeds;
};

/** What the browser got. */
type Answer = { readonly status: number; readonly text: string };

/** Logs in by the hub's form, which starts the user's own server. */
export async function logIn(
  browser: Browser,
  hub: Hub,
  name: string
): Promise<User> {
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
export async function got({ context }: User, address: string): Promise<Answer> {
  const response = await context.request.get(address, { maxRedirects: 0 });
  return { status: response.status(), text: await response.text() };
}

/** What Spanbook says of this user's tracking server, once it runs or has failed. */
export async function statusOf(
  user: User,
  hub: Hub
): Promise<Record<string, unknown>> {
  for (;;) {
    const { text } = await got(user, `${hub.baseOf(user.name)}spanbook/status`);
    const status: Record<string, unknown> = JSON.parse(text);
    if (status['state'] !== 'starting') return status;
    await user.page.waitForTimeout(500);
  }
}

/** Where a frame of this user's page finds MLflow, as their server tells their browser. */
export async function frameOf(user: User, hub: Hub): Promise<string> {
  const { text } = await got(user, `${hub.baseOf(user.name)}spanbook/frame`);
  const { address } = JSON.parse(text);
  return `${hub.origin}${String(address)}`;
}
