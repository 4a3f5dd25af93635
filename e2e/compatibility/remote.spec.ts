import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';

import { keepScreenshot } from '../browser/chromium';
import type { LabPage } from '../browser/lab-page';
import { labSession } from '../browser/lab-session';
import {
  openFullUi,
  runTraced,
  showMlflowView,
  slowly
} from '../browser/mlflow-frames';
import { writeEmptyNotebook } from '../browser/saved-notebook';
import { environmentWith, LOGIN, SECRETS } from './remote-mlflow';
import { Traffic } from './traffic';

const session = labSession('remote', { env: environmentWith(LOGIN.password) });

const TRACE = `
import * as mlflow from "spanbook";
await mlflow.withSpan(async () => {
  await mlflow.withSpan(async () => 2, { name: "fetch it" });
}, { name: "far away" });
await mlflow.flushTraces({ throwOnFailure: true });`;

let lab: LabPage;
let output: Locator;
let traffic: Traffic;

beforeAll(async () => {
  writeEmptyNotebook(session.server.notebooks, 'remote.ipynb', 'deno');
  lab = await session.newLab();
  traffic = new Traffic(lab.page);
  await lab.open(session.server.pageOf('remote.ipynb'));
  output = await runTraced(lab, TRACE);
}, 300_000);

/** The answers to the frames of MLflow, whose address has a ticket in it. */
const ofFrames = (): readonly string[] =>
  traffic.answers.filter(line => line.includes('/spanbook/mlflow/~'));

describe('a remote MLflow with a login', () => {
  it('shows its view for notebooks', async () => {
    const view = await showMlflowView(output);
    await view.getByText('fetch it').first().waitFor(slowly);
    await keepScreenshot(lab.page, 'remote view');
  });

  it('shows its full UI', async () => {
    // MLflow 3.6 lists the trace, a newer one opens it.
    await openFullUi(lab.page, output, /fetch it|^tr-[0-9a-f]+/);
    await keepScreenshot(lab.page, 'remote full');
  });

  it('answers pages, files and questions at the address of Jupyter', () => {
    const base = `${session.server.origin}/user/bob/spanbook/mlflow/~`;
    expect(ofFrames().every(line => line.includes(base))).toBe(true);
    for (const part of [
      /GET .*\/static-files\/.*\.js 200$/,
      /GET .*\/static-files\/.*\.css 200$/,
      /GET .*notebook-trace-renderer\/index\.html\S* 200$/,
      /(GET|POST) .*ajax-api\/\S*traces\S* 200$/
    ])
      expect(ofFrames()).toContainEqual(expect.stringMatching(part));
    expect(ofFrames().filter(line => / (401|403|5\d\d)$/.test(line))).toEqual(
      []
    );
  });

  it('shows its credential to no browser', async () => {
    expect(ofFrames().length).toBeGreaterThan(5);
    expect(await traffic.holding(SECRETS)).toEqual([]);
    // And it would have been found: the notebook's own text is.
    expect(await traffic.holding(['far away'])).not.toEqual([]);
  });
});
