import { join } from 'node:path';
import { mkdirSync } from 'node:fs';

import { chromium, type Browser, type Page } from 'playwright-core';

import { findChromium } from '../../scripts/lib/chromium.mjs';
import { TEST_RESULTS } from '../../scripts/lib/paths.mjs';
import { isRoot } from '../../scripts/lib/platform.mjs';

/** Nothing of these may reach the network by itself: the tests count every request. */
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // For pictures: a letter looks the same wherever on the page it stands.
  '--disable-lcd-text',
  '--font-render-hinting=none'
];

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('no Chromium here; `npm test` says how to install it');
  return chromium.launch({
    executablePath,
    // Chromium's sandbox refuses to run as root.
    args: isRoot() ? ['--no-sandbox', ...ARGUMENTS] : ARGUMENTS
  });
}

/** What a page did that it must not do; empty lists are what a test wants to see. */
export type Misdeeds = {
  /** Requests that leave this JupyterLab. */
  readonly foreignRequests: string[];
  /** Console errors and uncaught errors that come from Spanbook's code. */
  readonly ourErrors: string[];
};

/** Watches `page` from now on and adds to `misdeeds`. */
export function watch(page: Page, origin: string, misdeeds: Misdeeds): void {
  page.on('request', request => {
    const url = request.url();
    if (!isHome(url, origin)) misdeeds.foreignRequests.push(url);
  });
  page.on('websocket', socket => {
    const url = socket.url().replace(/^ws/, 'http');
    if (!isHome(url, origin)) misdeeds.foreignRequests.push(url);
  });
  page.on('pageerror', error => {
    const text = `${error.message}\n${error.stack ?? ''}`;
    if (isOurs(text)) misdeeds.ourErrors.push(text);
  });
  page.on('console', message => {
    const text = `${message.text()} (${message.location().url})`;
    if (message.type() === 'error' && isOurs(text) && !isRefusal(text))
      misdeeds.ourErrors.push(text);
  });
}

const isHome = (url: string, origin: string): boolean =>
  url.startsWith(`${origin}/`) || /^(data|blob):/.test(url);

/** The browser itself notes each answer that is an error; what the reader is told of it, the tests look at. */
const isRefusal = (text: string): boolean =>
  /^Failed to load resource: .*\/spanbook\/mlflow\//s.test(text);

const isOurs = (text: string): boolean =>
  /spanbook/i.test(text) && !MLFLOW_SCRIPT.test(text);

/** MLflow's own scripts, which stand behind our address. */
const MLFLOW_SCRIPT = /\/spanbook\/mlflow\/~[^)]*\/static-files\//;

/** Keeps a picture of the page as a test artefact: `test-results/screenshots/NAME.png`, NAME made fit for a file. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = join(TEST_RESULTS, 'screenshots');
  mkdirSync(folder, { recursive: true });
  const file = `${name.replace(/[^\w.]+/g, '-').toLowerCase()}.png`;
  await page.screenshot({ path: join(folder, file) });
}
