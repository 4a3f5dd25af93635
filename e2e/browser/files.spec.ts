import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';

import { inRoot } from '../../scripts/lib/paths.mjs';
import { sampleBundle } from '../../bench/viewer/page/sample-bundle';
import { luminance, themeColours } from './colours';
import { WITHOUT_TRACKING } from './jupyter-server';
import { labSession } from './lab-session';
import type { LabPage } from './lab-page';

const session = labSession('files', WITHOUT_TRACKING);

const fixture = (name: string): string =>
  inRoot(`test/fixtures/traces/${name}.json`);
const AGENT = fixture('01_agent_chat_rag_tool');
const FAILED = fixture('02_error_exception');

/** JupyterLab itself puts a text into its model in one go, 1.5 s for 50 MB; parsing in the page took 2.4 s more. */
const MAX_HANG_MS = 3_000;

let lab: LabPage;

const write = (name: string, text: string): void =>
  writeFileSync(join(session.server.notebooks, name), text);

/** A part of the document that is in front. */
const shown = (selector: string): Locator =>
  lab.page.locator(`.jp-MimeDocument:visible ${selector}`);

const entry = (name: string): Locator =>
  lab.page.locator('.jp-DirListing-item:visible', { hasText: name });

beforeAll(async () => {
  const line = (file: string): string => readFileSync(file, 'utf8').trim();
  copyFileSync(AGENT, join(session.server.notebooks, 'agent.trace.json'));
  write('saved-by-mlflow.json', `[${line(AGENT)}, ${line(FAILED)}]`);
  write('broken.trace.json', '{"info": 7');
  write('growing.otlp.json', '{"resourceSpans": []}');
  write('lines.trace.json', `${line(AGENT)}\n${line(FAILED)}\n`);
  lab = await session.newLab();
  await lab.open(session.server.pageOf('quickstart-deno.ipynb'));
}, 180_000);

describe('a file with traces', () => {
  it('opens by a double click, in light and in dark', async () => {
    await entry('agent.trace.json').dblclick();
    const grid = shown('[role=treegrid]');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('7');
    const light = await themeColours(shown('.sb-output'));
    await lab.useTheme('JupyterLab Dark');
    const dark = await themeColours(shown('.sb-output'));
    await lab.useTheme('JupyterLab Light');
    expect(luminance(light.background)).toBeGreaterThan(0.8);
    expect(luminance(dark.background)).toBeLessThan(0.1);
  });

  it('is saved from the menu as a file that opens again', async () => {
    const button = shown('[aria-haspopup=menu]').first();
    await button.click();
    const [download] = await Promise.all([
      lab.page.waitForEvent('download'),
      shown('[role=menuitem]').filter({ hasText: 'Save JSON (OTLP)' }).click()
    ]);
    expect(download.suggestedFilename()).toBe('agent.otlp.json');
    const saved = join(session.server.notebooks, 'again.otlp.json');
    await download.saveAs(saved);
    expect(readFileSync(saved, 'utf8')).toContain('"resourceSpans"');
    await button.click();
    const [picture] = await Promise.all([
      lab.page.waitForEvent('download'),
      shown('[role=menuitem]').filter({ hasText: 'PNG' }).click()
    ]);
    const png = readFileSync(await picture.path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeGreaterThan(5_000);
  });

  it('of several traces, a line each, is a table that sorts and opens in place', async () => {
    await entry('lines.trace.json').dblclick();
    const rows = shown('.sb-list [role=row][data-trace-id]');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    const name = (): Promise<string> =>
      rows.first().locator('.sb-trace-name').innerText();
    expect(await name()).toBe('agent');
    const heading = shown('[role=columnheader] button').filter({
      hasText: 'Status'
    });
    await heading.focus();
    await lab.page.keyboard.press('Enter');
    expect(await name()).toBe('outer_err');
    await rows.first().locator('.sb-summary').click();
    await rows.first().locator('[role=treegrid]').waitFor();
    const { overflow } = await shown('.sb-table').evaluate(table => ({
      overflow: table.scrollWidth - table.clientWidth
    }));
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('saved by MLflow under another name opens with Open With', async () => {
    await entry('saved-by-mlflow.json').click({ button: 'right' });
    await lab.page.locator('.lm-Menu-item', { hasText: 'Open With' }).hover();
    await lab.page
      .locator('.lm-Menu-item:visible', { hasText: /^MLflow Trace$/ })
      .click();
    await lab.page
      .locator('.lm-TabBar-tab.lm-mod-current', { hasText: 'saved-by-mlflow' })
      .waitFor();
    await shown('[data-trace-id]').nth(1).waitFor();
    expect(await shown('[data-trace-id]').count()).toBe(2);
  });

  it('that cannot be read says why', async () => {
    await entry('broken.trace.json').dblclick();
    await shown('.sb-error').waitFor();
    expect(await shown('.sb-error').innerText()).toContain('cannot be shown');
  });

  it('is read again when it changes on disk', async () => {
    await entry('growing.otlp.json').dblclick();
    await shown('.sb-list-note').waitFor();
    copyFileSync(AGENT, join(session.server.notebooks, 'growing.otlp.json'));
    await shown('[role=treegrid]').waitFor({ timeout: 15_000 });
  });

  it('of 20 MB opens without holding up the page', async () => {
    const bundle = JSON.stringify(sampleBundle(30_000));
    write('large.trace.json', bundle);
    appendFileSync(
      join(session.server.notebooks, 'large.trace.json'),
      ' '.repeat(Math.max(0, 20_000_000 - bundle.length))
    );
    await lab.page.evaluate(watchHangs);
    const listed = entry('large.trace.json');
    await listed.waitFor({ timeout: 30_000 });
    await listed.dblclick();
    const grid = shown('[role=treegrid]');
    await grid.waitFor({ timeout: 60_000 });
    expect(await grid.getAttribute('aria-rowcount')).toBe('30000');
    const longest = await lab.page.evaluate(longestHang);
    expect(longest).toBeLessThan(MAX_HANG_MS);
  });
});

/** From now on notes the longest time in which the page did nothing else. Runs in the page. */
function watchHangs(): void {
  let last = performance.now();
  const state = { longest: 0 };
  Object.assign(window, { spanbookHang: state });
  setInterval(() => {
    const now = performance.now();
    state.longest = Math.max(state.longest, now - last);
    last = now;
  }, 20);
}

/** What `watchHangs` noted, in milliseconds. */
function longestHang(): number {
  const { spanbookHang } = window as unknown as {
    spanbookHang: { longest: number };
  };
  return spanbookHang.longest;
}
