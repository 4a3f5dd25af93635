import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';

import { keepScreenshot, launchChromium } from '../browser/chromium';
import {
  openFullUi,
  runTraced,
  showMlflowView,
  slowly
} from '../browser/mlflow-frames';
import { startHub, type Hub } from './hub';
import { frameOf, got, logIn, statusOf, type User } from './user';

const SEARCH =
  'ajax-api/2.0/mlflow/traces?experiment_ids=0&max_results=100&filter=';

let hub: Hub;
let browser: Browser;
let alice: User;
let bob: User;

beforeAll(async () => {
  hub = await startHub(['alice', 'bob']);
  browser = await launchChromium();
  alice = await logIn(browser, hub, 'alice');
  bob = await logIn(browser, hub, 'bob');
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await hub?.stop();
});

const nameOfTrace = ({ name }: User): string => `asked by ${name}`;

/** Runs traced code of this user's own; gives what stands under the cell. */
const traceAs = (user: User): Promise<Locator> =>
  runTraced(
    user.lab,
    `
import * as spanbook from "spanbook";
spanbook.setExperiment("Default");
await spanbook.withSpan(async () => "done", { name: "${nameOfTrace(user)}" });
await spanbook.flushTraces();`
  );

describe('JupyterHub behind TLS and a base URL', () => {
  it('gives each user a tracking server of their own', async () => {
    const found = [await statusOf(alice, hub), await statusOf(bob, hub)];
    expect(found.map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(new Set(found.map(uri => uri['tracking_uri'])).size).toBe(2);
    expect(found.map(one => one['proxy_url'])).toEqual([
      '/hub-base/user/alice/spanbook/mlflow/',
      '/hub-base/user/bob/spanbook/mlflow/'
    ]);
  });

  it('shows what a kernel traced, and asks the browser for no other address', async () => {
    await alice.lab.restartAndRunAll();
    await alice.lab.drawAll();
    const grid = alice.page.locator('.sb-output [role=treegrid]').first();
    await grid.waitFor();
    expect(await grid.locator('[role=row]').count()).toBeGreaterThan(1);
    await keepScreenshot(alice.page, 'jupyterhub');
    expect(alice.misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
  });

  it.each(['alice', 'bob'])(
    "shows MLflow's view of a trace, and its full UI, to %s",
    async name => {
      const user = name === 'alice' ? alice : bob;
      const output = await traceAs(user);
      const view = await showMlflowView(output);
      await view.getByText(nameOfTrace(user)).first().waitFor(slowly);
      await keepScreenshot(user.page, `jupyterhub mlflow view ${name}`);
      await openFullUi(user.page, output, nameOfTrace(user));
      await keepScreenshot(user.page, `jupyterhub mlflow full ${name}`);
      expect(user.misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
    }
  );

  it('lets each user see the traces of their own, and nobody else', async () => {
    for (const [user, other] of [
      [alice, bob],
      [bob, alice]
    ] as const) {
      for (const door of [
        `${hub.baseOf(user.name)}spanbook/mlflow/`,
        await frameOf(user, hub)
      ]) {
        const own = await got(user, door + SEARCH);
        expect(own.status).toBe(200);
        expect(own.text).toContain(nameOfTrace(user));
        expect(own.text).not.toContain(nameOfTrace(other));
      }
      for (const path of ['status', 'frame', `mlflow/${SEARCH}`]) {
        const address = `${hub.baseOf(user.name)}spanbook/${path}`;
        const foreign = await got(other, address);
        expect([302, 401, 403]).toContain(foreign.status);
        expect(foreign.text).not.toContain(nameOfTrace(user));
      }
    }
  });

  it("opens no other user's server with a ticket", async () => {
    const [ofAlice, ofBob] = [
      await frameOf(alice, hub),
      await frameOf(bob, hub)
    ];
    const exchanged = ofAlice.replace('/user/alice/', '/user/bob/');
    expect(exchanged).not.toBe(ofBob);
    for (const path of ['', 'version', SEARCH]) {
      expect((await got(bob, exchanged + path)).status).toBe(403);
      expect((await got(alice, exchanged + path)).status).toBe(403);
    }
    expect((await got(bob, ofBob + SEARCH)).status).toBe(200);
  });
});
