import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Locator, Page } from 'playwright-core';
import { ROOT, TEST_RESULTS } from '../../scripts/lib/paths.mjs';
import { launchChromium } from '../browser/chromium';
import { luminance, themeColours } from '../browser/colours';
import { MLFLOW_JSON, notebookText, ownOutput } from './notebook';
import { openNotebook } from './opened';
import { VsCodeSite } from './site';

const NOTEBOOK = 'saved.ipynb';
const MLFLOWS = 'mlflow.ipynb';

/** Bytes, compressed: 37 kB draw the first picture, and its tools follow at once, 69 kB together; all parts are 217 kB. */
const AT_FIRST = 80_000;

let site: VsCodeSite;
let browser: Browser;

beforeAll(async () => {
  site = await VsCodeSite.start({
    [NOTEBOOK]: notebookText([ownOutput(), ownOutput()]),
    [MLFLOWS]: notebookText([
      { 'application/databricks.mlflow.trace': MLFLOW_JSON }
    ])
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe('a saved notebook in VS Code', () => {
  it.each([
    ['light', 'Default Light Modern', [0.5, 1]],
    ['dark', 'Default Dark Modern', [0, 0.2]],
    ['high contrast', 'Default High Contrast', [0, 0.05]],
    ['high contrast light', 'Default High Contrast Light', [0.9, 1]]
  ] as const)(
    'is drawn in the colours of its %s theme, and asks nobody for anything',
    async (name, theme, [from, to]) => {
      const { page, outputs, foreign } = await openNotebook(browser, site, {
        notebook: NOTEBOOK,
        theme
      });
      const output = outputs.locator('.sb-output').first();
      expect(await output.locator('[role=row][data-span-id]').count()).toBe(7);
      const { background, text } = await themeColours(output);
      expect(luminance(background)).toBeGreaterThanOrEqual(from);
      expect(luminance(background)).toBeLessThanOrEqual(to);
      expect(Math.abs(luminance(text) - luminance(background))).toBeGreaterThan(
        0.3
      );
      expect(foreign).toEqual([]);
      const file = `vscode-${name.replaceAll(' ', '-')}.png`;
      await page.screenshot({ path: join(TEST_RESULTS, file) });
      await page.close();
    }
  );

  it('loads what its first picture needs, and the rest when it is wanted', async () => {
    const { page, outputs, fetched } = await openNotebook(browser, site, {
      notebook: NOTEBOOK
    });
    const renderer = fetched.filter(file => /renderer|parts\//.test(file));
    expect(renderer.length).toBeGreaterThan(1);
    const bytes = renderer.map(
      file => gzipSync(readFileSync(join(ROOT, 'packages/vscode', file))).length
    );
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(AT_FIRST);
    await outputs.locator('[role=row][data-span-id]').first().click();
    await outputs.locator('.sb-detail').first().waitFor();
    expect(fetched.length).toBeGreaterThan(renderer.length);
    await page.close();
  });

  it('is read by the keyboard, and its keys do not move the notebook', async () => {
    const { page, outputs } = await openNotebook(browser, site, {
      notebook: NOTEBOOK
    });
    const rows = outputs
      .locator('.sb-output')
      .first()
      .locator('[role=row][data-span-id]');
    const cell = page.locator('.statusbar').getByText('Cell 1 of 2');
    await cell.waitFor(); // VS Code tells it once the rest stands
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await isFocused(rows.nth(2))).toBe(true);
    await page.keyboard.press('Space');
    await outputs.locator('.sb-detail').first().waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await isFocused(rows.nth(1))).toBe(true);
    // An arrow key that VS Code had taken would have moved on to the next cell.
    expect(await cell.count()).toBe(1);
    await page.close();
  });

  it('is hidden and shown by the commands, in all outputs at once', async () => {
    const { page, outputs } = await openNotebook(browser, site, {
      notebook: NOTEBOOK
    });
    await command(page, 'MLflow Traces: Hide');
    await outputs.locator('.sb-stub').nth(1).waitFor();
    expect(await outputs.locator('[role=treegrid]').count()).toBe(0);
    await outputs.locator('.sb-stub').first().click();
    await outputs.locator('[role=treegrid]').first().waitFor();
    expect(await outputs.locator('.sb-stub').count()).toBe(1);
    await command(page, 'MLflow Traces: Show Collapsed');
    await outputs.locator('.sb-summary[aria-expanded=false]').nth(1).waitFor();
    expect(await outputs.locator('[role=treegrid]').count()).toBe(0);
    await page.close();
  });

  it('is drawn in a workspace that the user does not trust', async () => {
    const { page, outputs, foreign } = await openNotebook(browser, site, {
      notebook: NOTEBOOK,
      isRestricted: true
    });
    expect(await outputs.locator('[role=row][data-span-id]').count()).toBe(14);
    expect(foreign).toEqual([]);
    await page.close();
  });

  it("shows a trace in the form of MLflow's own display", async () => {
    const { page, outputs } = await openNotebook(browser, site, {
      notebook: MLFLOWS
    });
    expect(await outputs.locator('[role=row][data-span-id]').count()).toBe(7);
    await page.close();
  });
});

async function command(page: Page, title: string) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  // Keys would go to the output, as long as the palette does not have the focus.
  await page
    .locator('.quick-input-widget input[role=combobox]')
    .fill(`>${title}`);
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: title })
    .first()
    .click();
}

function isFocused(row: Locator): Promise<boolean> {
  return row.evaluate(element => element.contains(document.activeElement));
}
