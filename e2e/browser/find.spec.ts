import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { serializeBundle } from '../../src/bundle/serialize-bundle';
import { traceFromText } from '../../test/trace-from-text';
import { violations } from './axe';
import { serveBarePage, type BarePage } from './bare-page';
import { keepScreenshot, launchChromium } from './chromium';

const SEARCHED = serializeBundle({
  traces: [
    traceFromText(
      `agent AGENT 0-100
       ..plan CHAIN 0-40
       ....ask CHAT_MODEL 5-35
       ..search TOOL 40-60 !error
       ....fetch TOOL 41-50
       ..${Array.from({ length: 20 }, (_, i) => `step${i} TASK ${60 + i}-${61 + i}`).join(' / ..')}`,
      {
        rows: {
          search: { inputs: '{"q":"שלום search world"}' },
          ask: { name: 'שאלה על needle' }
        }
      }
    )
  ]
});

let bare: BarePage | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  [bare, browser] = await Promise.all([serveBarePage(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  bare?.stop();
});

async function open(
  options: Parameters<Browser['newPage']>[0] = {}
): Promise<Page> {
  if (!bare || !browser) throw new Error('only inside of a test');
  const page = await browser.newPage({ bypassCSP: true, ...options });
  await page.goto(bare.pageOf(SEARCHED));
  await page.locator('.sb-row').first().waitFor();
  return page;
}

/** The text that the field's panel says aloud. */
const countOf = async (page: Page): Promise<string | null> =>
  page.locator('.sb-find-line [role=status]').textContent();

const focusedName = async (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      document.activeElement?.querySelector('.sb-label')?.textContent ??
      document.activeElement?.className ??
      ''
  );

describe('find, by keyboard alone', () => {
  it('opens, types, steps, filters and leads back to the row', async () => {
    const page = await open();
    const { keyboard } = page;
    await page.locator('.sb-row[tabindex="0"]').focus();
    await keyboard.press('/');
    await page.locator('.sb-find .sb-field').first().waitFor();
    await keyboard.type('/^(search|step1)/');
    await page.getByText('1 of 12', { exact: true }).waitFor();
    await keyboard.press('Enter');
    await keyboard.press('Shift+Enter');
    await keyboard.press('Shift+Enter');
    expect(await countOf(page)).toBe('12 of 12');
    await keyboard.press('ArrowDown');
    expect(await focusedName(page)).toBe('step19');
    await keyboard.press('n');
    expect(await focusedName(page)).toBe('search');
    await keyboard.press('Enter');
    await page.locator('.sb-detail').waitFor();
    await keyboard.press('Escape');
    expect(await focusedName(page)).toBe('search');
    await keyboard.press('/');
    expect(await focusedName(page)).toBe('sb-field');
    await keyboard.press('Escape');
    expect(await countOf(page)).toBe('');
    for (let tab = 0; tab < 4; tab++) await keyboard.press('Tab');
    await keyboard.press('Enter');
    await page.getByText('20 of 25 spans').waitFor();
    await page.locator('.sb-find .sb-field').first().focus();
    await keyboard.press('Escape');
    expect(await page.locator('.sb-find').count()).toBe(0);
    expect(await page.locator('.sb-row').count()).toBeGreaterThan(10);
    await page.close();
  });

  it('marks what it found in rows and details, in text of either direction', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Find and filter' }).click();
    await page.locator('.sb-find .sb-field').first().fill('search');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await page.locator('.sb-row', { hasText: 'search' }).click();
    await page.locator('.sb-detail').waitFor();
    await page.waitForFunction(
      () => (CSS.highlights.get('sb-hit')?.size ?? 0) >= 3
    );
    const marked = await page.evaluate(() =>
      [...(CSS.highlights.get('sb-hit') ?? [])].map(String)
    );
    expect(new Set(marked)).toEqual(new Set(['search']));
    await page.locator('.sb-find .sb-field').first().fill('needle');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    const label = page.locator('.sb-row .sb-label', { hasText: 'needle' });
    expect(
      await label.evaluate(element => getComputedStyle(element).unicodeBidi)
    ).toBe('plaintext');
    await page.getByRole('button', { name: 'Close find and filter' }).click();
    expect(await page.evaluate(() => CSS.highlights.has('sb-hit'))).toBe(false);
    await page.close();
  });
});

describe('find is readable', () => {
  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['forced colours', { forcedColors: 'active' }],
    ['320 pixels', { viewport: { width: 320, height: 700 } }],
    [
      'zoom 400 %',
      { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }
    ]
  ] as const)('in %s', async (name, options) => {
    const page = await open(options);
    await page.getByRole('button', { name: 'Find and filter' }).click();
    await page.locator('.sb-find .sb-field').first().fill('e');
    await page.getByText(/^1 of \d+$/).waitFor();
    await page.locator('.sb-chip', { hasText: 'tool' }).click();
    await page.getByText('2 of 25 spans').waitFor();
    await keepScreenshot(page, `find ${name}`);
    expect(await violations(page)).toEqual([]);
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth
    );
    expect(overhang).toBeLessThanOrEqual(0);
    await page.locator('.sb-find .sb-field').first().fill('/(/');
    await page.getByText(/^Not an expression/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});
