import type { FrameLocator, Locator, Page } from 'playwright-core';

import type { LabPage } from './lab-page';

/** MLflow's scripts are 4 MB. */
export const slowly = { timeout: 90_000 };

/** What a page of MLflow's shows in a frame of ours. */
export const inFrame = (around: Locator): FrameLocator =>
  around.frameLocator('.sb-mlflow iframe');

/** Runs a cell that traces and then flushes; gives its output once MLflow has the trace. */
export async function runTraced(
  lab: LabPage,
  source: string
): Promise<Locator> {
  // What is run before the kernel is there is lost.
  const idle = lab.page.locator('#jp-main-statusbar', { hasText: '| Idle' });
  await idle.waitFor(slowly);
  const cell = await lab.runAtEnd(source);
  const prompt = cell.locator('.jp-InputPrompt', { hasText: /\[\d+\]/ });
  await prompt.waitFor(slowly);
  const output = cell.locator('.sb-output');
  await output.locator('[role=treegrid]').waitFor();
  return output;
}

/** Turns a trace under a cell to MLflow's own view, and waits until that has come. */
export async function showMlflowView(output: Locator): Promise<FrameLocator> {
  await output.getByRole('button', { name: 'MLflow', exact: true }).click();
  const view = inFrame(output);
  await view.getByText('Trace breakdown').waitFor(slowly);
  return view;
}

/** From there to MLflow's full UI in a tab, and waits until what tells the trace stands there. */
export async function openFullUi(
  page: Page,
  output: Locator,
  told: string | RegExp
): Promise<FrameLocator> {
  await output.getByRole('button', { name: 'Open in MLflow' }).click();
  const full = inFrame(page.locator('#spanbook-mlflow'));
  await full.getByText(told).first().waitFor(slowly);
  return full;
}
