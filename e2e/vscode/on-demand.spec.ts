import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { TEST_RESULTS } from '../../scripts/lib/paths.mjs';
import {
  BUNDLE_MIME_TYPE,
  bundleOf,
  serializeBundle,
  type TraceRecord
} from '../../src/bundle';
import { launchChromium } from '../browser/chromium';
import { Gate, PASSWORD, USER } from './gate';
import { Mlflow } from './mlflow';
import { notebookText } from './notebook';
import { openNotebook, type Opened } from './opened';
import { VsCodeSite } from './site';

const NOTEBOOK = 'cut.ipynb';
const ANSWER = {
  text: 'A span is one step of a trace. '.repeat(4000),
  end: 'This is the end of it.'
};

let mlflow: Mlflow;
let gate: Gate;
let site: VsCodeSite;
let browser: Browser;
let stored: TraceRecord;

beforeAll(async () => {
  mlflow = await Mlflow.start();
  gate = await Gate.before(mlflow.address);
  stored = await mlflow.storeTrace(ANSWER);
  const cut = serializeBundle(bundleOf([stored], { maxBytes: 10_000 }));
  site = await VsCodeSite.start({
    [NOTEBOOK]: notebookText([{ [BUNDLE_MIME_TYPE]: cut }]),
    // As somebody who sends a notebook could send it along.
    '.vscode/settings.json': JSON.stringify({
      'spanbook.trackingUri': gate.address
    })
  });
  browser = await launchChromium();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
  gate?.end();
  mlflow?.end();
});

describe('a notebook in VS Code that holds a part of its trace', () => {
  it('gets the rest from MLflow after a login, by keyboard alone, and the login stays out of the webview', async () => {
    const opened = await open('Default Dark Modern');
    const { page, outputs } = opened;
    const all = await cutValue(outputs);
    expect(gate.seen).toEqual([]);
    await keep(page, 'vscode-cut');
    await all.focus();
    await page.keyboard.press('Enter');
    await logIn(page);
    await outputs.getByText('This is the end of it.').first().waitFor();
    await keep(page, 'vscode-whole');
    const heard = await heardIn(page);
    expect(heard).toContain('getTrace');
    expect(heard).toContain('This is the end of it.');
    expect(heard).not.toContain(PASSWORD);
    expect(heard).not.toContain(btoa(`${USER}:${PASSWORD}`));
    expect(await outputs.content()).not.toContain(PASSWORD);
    expect(opened.foreign.filter(url => !url.startsWith(gate.address))).toEqual(
      []
    );
    await giveFeedback(opened);
    await page.close();
  });

  it('says what to do when the reader does not log in, in high contrast', async () => {
    const { page, outputs } = await open('Default High Contrast');
    await (await cutValue(outputs)).click();
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await page.keyboard.press('Escape');
    await outputs.getByText('wants to know who you are').waitFor();
    await page
      .locator('.notification-toast')
      .getByText('Set Credentials', { exact: true })
      .waitFor();
    await keep(page, 'vscode-refused');
    await page.close();
  });

  it('asks nobody in a workspace that is not trusted, whatever server it names', async () => {
    gate.seen.length = 0;
    const { page, outputs } = await open('Default Light Modern', true);
    await (await cutValue(outputs)).click();
    await outputs.getByText('This workspace is not trusted').waitFor();
    await page
      .locator('.notification-toast')
      .getByText('Manage Workspace Trust', { exact: true })
      .waitFor();
    await keep(page, 'vscode-restricted');
    expect(gate.seen).toEqual([]);
    await page.close();
  });

  it('is saved as a file by VS Code', async () => {
    const { page, outputs } = await open('Default Light Modern');
    await outputs
      .getByRole('button', { name: 'Copy and save' })
      .first()
      .click();
    await outputs
      .getByRole('menuitem', { name: /save.*json/i })
      .first()
      .click();
    await page.waitForFunction(() => {
      const box = document.querySelector('.quick-input-box input');
      return box instanceof HTMLInputElement && box.value.endsWith('.json');
    });
    await page.close();
  });
});

function open(theme: string, isRestricted = false): Promise<Opened> {
  return openNotebook(browser, site, {
    notebook: NOTEBOOK,
    theme,
    isRestricted
  });
}

/** The button beside the value that was cut. */
async function cutValue(outputs: Frame): Promise<Locator> {
  await outputs.locator('[role=row][data-span-id]').first().click();
  const all = outputs.getByRole('button', { name: /^Show all [\d.]+ kB$/ });
  await all.waitFor();
  return all;
}

async function logIn(page: Page): Promise<void> {
  const input = page.locator('.quick-input-box input').first();
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await keep(page, 'vscode-login');
  await page.keyboard.press('Enter'); // user name and password
  await page.getByText("User name (Press 'Enter'").waitFor();
  await page.keyboard.type(USER);
  await page.keyboard.press('Enter');
  await page.getByText("Password (Press 'Enter'").waitFor();
  expect(await input.getAttribute('type')).toBe('password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
}

async function giveFeedback({ page, outputs }: Opened): Promise<void> {
  const button = (name: string | RegExp): Locator =>
    outputs.getByRole('button', { name, exact: true }).first();
  await button('Tags and feedback').click();
  await button('Give feedback').click();
  await outputs.getByLabel('Good').first().check();
  await outputs
    .getByRole('textbox', { name: 'Name', exact: true })
    .first()
    .fill('helpful');
  await keep(page, 'vscode-feedback');
  await button('Save').click();
  await outputs
    .getByText('Feedback saved')
    .first()
    .waitFor({ state: 'attached' });
  const { assessments } = await mlflow.server.getInfo(stored.info.traceId);
  expect(assessments.map(text => JSON.parse(text))).toMatchObject([
    {
      assessment_name: 'helpful',
      feedback: { value: true },
      source: { source_id: USER }
    }
  ]);
}

/** All messages to and from the webviews. */
async function heardIn(page: Page): Promise<string> {
  const webviews = page
    .frames()
    .filter(frame => /webview\/browser\/pre\//.test(frame.url()));
  const heard = await Promise.all(
    webviews.map(frame =>
      frame.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'heard')))
    )
  );
  return heard.join('\n');
}

async function keep(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(500); // until what moves stands
  await page.screenshot({ path: join(TEST_RESULTS, `${name}.png`) });
}
