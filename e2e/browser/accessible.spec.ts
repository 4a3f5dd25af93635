import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { serializeBundle } from '../../src/bundle/serialize-bundle';
import { goldenText } from '../../test/golden-text';
import { traceFromText } from '../../test/trace-from-text';
import { violations } from './axe';
import { serveBarePage, type BarePage } from './bare-page';
import { launchChromium } from './chromium';
import { FIXED } from './pictures/pictures';
import { STATES } from './pictures/states';

let bare: BarePage | undefined;
let browser: Browser | undefined;
let page: Page | undefined;

beforeAll(async () => {
  [bare, browser] = await Promise.all([serveBarePage(), launchChromium()]);
  page = await browser.newPage({ ...FIXED, bypassCSP: true });
});
afterAll(async () => {
  await browser?.close();
  bare?.stop();
});

describe('axe finds nothing wrong, contrast included', () => {
  it.each(STATES)('$name', async ({ bundle, width, arrange }) => {
    if (!bare || !page) throw new Error('only inside of a test');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(bare.pageOf(serializeBundle(bundle)));
    await arrange(page.locator('#root'));
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([]);
  });
});

/** Small enough to be read whole, with an error and an event. */
const SMALL = serializeBundle({
  traces: [
    traceFromText(
      `answer AGENT 0-100
       ..plan CHAIN 0-40
       ....ask CHAT_MODEL 5-35
       ..search RETRIEVER 40-60 !error
       ..write CHAT_MODEL 60-100`,
      {
        rows: {
          ask: {
            inputs: '{"q":"Where?"}',
            attributes: '{"city":"Lisbon"}',
            events: '[{"name":"first token","time":10000,"attributes":{}}]'
          }
        }
      }
    )
  ],
  display: 'collapsed'
});

async function openSmall(): Promise<Page> {
  if (!bare || !page) throw new Error('only inside of a test');
  await page.setViewportSize({ width: 900, height: 500 });
  await page.goto(bare.pageOf(SMALL));
  await page.locator('.sb-summary').waitFor();
  return page;
}

describe('a screen reader', () => {
  it('is told what the picture shows', async () => {
    const shown = await openSmall();
    const output = shown.locator('.sb-output');
    const collapsed = await output.ariaSnapshot();
    await shown.locator('.sb-summary').click();
    await shown.locator('.sb-tools [aria-haspopup=menu]').waitFor();
    await shown.locator('.sb-mark').first().waitFor();
    const expanded = await output.ariaSnapshot();
    await shown.locator('.sb-row', { hasText: 'ask' }).click();
    await shown.locator('[role=tabpanel]').waitFor();
    const details = await shown.locator('.sb-detail').ariaSnapshot();
    const found = [collapsed, expanded, details, ''].join('\n\n');
    expect(found).toBe(goldenText('screen-reader', found));
  });
});

describe('a keyboard alone', () => {
  /** What has the focus, in the words of its role and name; `body` when it is lost. */
  const focused = (shown: Page): Promise<string> =>
    shown.evaluate(() => {
      const element = document.activeElement;
      return element === null || element === document.body
        ? 'body'
        : `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent}`;
    });

  it('walks in, opens the trace, a span and its parts, and back out', async () => {
    const shown = await openSmall();
    const walked: string[] = [];
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) {
        await shown.keyboard.press(key);
        walked.push(`${key}: ${await focused(shown)}`);
      }
    };
    await press('Tab', 'Enter');
    await shown.locator('.sb-tools [aria-haspopup=menu]').waitFor();
    await press('Tab', 'ArrowRight', 'End', 'Tab');
    await press('ArrowDown', 'ArrowDown', 'Enter');
    await shown.locator('[role=tab]').first().waitFor();
    await press('Tab', 'Tab', 'ArrowRight', 'Escape');
    await press('ArrowLeft', 'ArrowLeft', 'ArrowRight', 'i');
    await shown.locator('.sb-icicle-box').waitFor();
    await press('?');
    await shown.locator('[role=dialog]:focus').waitFor();
    await press('Escape', '/');
    await shown.locator('.sb-find .sb-field:focus').waitFor();
    await press('Escape', 'Shift+Tab', 'Shift+Tab', 'Enter');
    expect(walked.filter(step => step.endsWith(': body'))).toEqual([]);
    expect(walked.map(step => step.replace(/,.*/, ''))).toEqual(
      expect.arrayContaining([
        'Tab: row answer',
        'Enter: group Details of ask',
        'Tab: tab Input/Output',
        'ArrowRight: tab Attributes 1',
        'Escape: row ask',
        'ArrowLeft: row plan',
        'Escape: row plan'
      ])
    );
  });
});
