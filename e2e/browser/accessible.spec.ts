import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { serializeBundle } from '../../src/bundle/serialize-bundle';
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
