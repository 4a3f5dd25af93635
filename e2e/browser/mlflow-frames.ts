import type { FrameLocator, Locator, Page } from 'playwright-core';

/** MLflow's scripts are 4 MB. */
export const slowly = { timeout: 90_000 };

/** What a page of MLflow's shows in a frame of ours. */
export const inFrame = (around: Locator): FrameLocator =>
  around.frameLocator('.sb-mlflow iframe');

/** Turns a trace under a cell to MLflow's own view, and waits until that has come. */
export async function showMlflowView(output: Locator): Promise<FrameLocator> {
  await output.getByRole('button', { name: 'MLflow', exact: true }).click();
  const view = inFrame(output);
  await view.getByText('Trace breakdown').waitFor(slowly);
  return view;
}

/** From there to MLflow's full UI in a tab, and waits until the trace stands there. */
export async function openFullUi(
  page: Page,
  output: Locator
): Promise<FrameLocator> {
  await output.getByRole('button', { name: 'Open in MLflow' }).click();
  const full = inFrame(page.locator('#spanbook-mlflow'));
  await full.getByText('Inputs / Outputs').first().waitFor(slowly);
  return full;
}
