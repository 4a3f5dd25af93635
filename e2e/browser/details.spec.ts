import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

import { TEST_RESULTS } from '../../scripts/lib/paths.mjs';
import { serializeBundle } from '../../src/bundle/serialize-bundle';
import type { SpanRow } from '../../src/bundle/types';
import { chatFixture, payloadTexts } from '../../test/span-fixture';
import { traceFromText } from '../../test/trace-from-text';
import { serveBarePage, type BarePage } from './bare-page';
import { launchChromium } from './chromium';

/** A reader sees a page hang from here on; the longest task may take as much on a busy machine. */
const MAX_TASK_MS = 200;

let bare: BarePage | undefined;
let browser: Browser | undefined;
beforeAll(async () => {
  [bare, browser] = await Promise.all([serveBarePage(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  bare?.stop();
});

/** A page with one span that recorded this; its details are not opened yet. */
async function pageWith(
  type: string,
  span: Partial<SpanRow>,
  theme: 'light' | 'dark' = 'light'
): Promise<{ page: Page; requests: string[] }> {
  if (!bare || !browser) throw new Error('only inside of a test');
  const record = traceFromText(`span ${type} 0-10`, { rows: { span } });
  const page = await browser.newPage({ colorScheme: theme });
  const requests: string[] = [];
  const { origin } = bare;
  page.on('request', request => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      requests.push(request.url());
  });
  await page.goto(bare.pageOf(serializeBundle({ traces: [record] })));
  return { page, requests };
}

describe('the details in Chromium, under a strict content security policy', () => {
  it.each(['light', 'dark'] as const)(
    'draw a chat that can be read, and ask nobody: %s',
    async theme => {
      const { recorded } = chatFixture('anthropic-tools');
      const texts = payloadTexts({
        ...recorded,
        outputs: {
          role: 'assistant',
          content:
            '**Done**\n\n```ts\nconst a: number = 1; // note\n```\n\n![x](https://example.com/x.png) [y](https://example.com)'
        }
      });
      const { page, requests } = await pageWith('CHAT_MODEL', texts, theme);
      await page.locator('.sb-row').click();
      await page.locator('.hljs-keyword').waitFor();
      expect(await page.locator('.sb-message').count()).toBe(5);
      expect(await page.locator('.sb-thumb img').count()).toBe(2);
      expect(requests).toEqual([]);
      mkdirSync(TEST_RESULTS, { recursive: true });
      await page.screenshot({
        path: join(TEST_RESULTS, `details-${theme}.png`),
        fullPage: true
      });
      await page.close();
    }
  );

  it('open a value of 50 MB without a hang', async () => {
    const { page } = await pageWith('TASK', {
      outputs: JSON.stringify('word '.repeat(10_000_000))
    });
    await page.evaluate(() => {
      const longest = { ms: 0 };
      Object.assign(window, { longest });
      new PerformanceObserver(list => {
        for (const { duration } of list.getEntries())
          longest.ms = Math.max(longest.ms, duration);
      }).observe({ type: 'longtask' });
    });
    await page.locator('.sb-row').click();
    await page.getByText('50.0 MB').first().waitFor();
    await page.locator('.sb-value .sb-more').first().click();
    await page.waitForTimeout(300);
    expect(
      await page.evaluate(
        () => (window as unknown as { longest: { ms: number } }).longest.ms
      )
    ).toBeLessThan(MAX_TASK_MS);
    await page.close();
  });
});
