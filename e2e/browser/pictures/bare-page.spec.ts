import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { serializeBundle } from '../../../src/bundle/serialize-bundle';
import { serveBarePage, type BarePage } from '../bare-page';
import { launchChromium } from '../chromium';
import { FIXED, startPictures, type Pictures } from './pictures';
import { STATES } from './states';

/** What the reader's system may ask of a page that has no theme. */
const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  contrast: { colorScheme: 'dark', forcedColors: 'active' }
} as const;

/** So that the page has no scroll bar, which would take width from the output. */
const HEIGHT = 900;
const MARGINS = 16;

describe('the view on a page of its own looks as approved', () => {
  let bare: BarePage | undefined;
  let browser: Browser | undefined;
  let page: Page | undefined;
  let pictures: Pictures | undefined;
  beforeAll(async () => {
    [bare, browser, pictures] = await Promise.all([
      serveBarePage(),
      launchChromium(),
      startPictures()
    ]);
    page = await browser.newPage(FIXED);
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), pictures?.stop()]);
    bare?.stop();
  });

  it.each(STATES)('$name', async ({ name, bundle, width, arrange }) => {
    if (!bare || !page || !pictures) throw new Error('only inside of a test');
    await page.emulateMedia(LOOKS.light);
    await page.setViewportSize({ width: width + MARGINS, height: HEIGHT });
    await page.goto(bare.pageOf(serializeBundle(bundle)));
    const output = page.locator('#root');
    await arrange(output);
    const wrong: unknown[] = [];
    for (const [look, media] of Object.entries(LOOKS)) {
      await page.emulateMedia(media);
      wrong.push(await pictures.compare(`bare-${name}-${look}`, output));
    }
    expect(wrong.filter(Boolean)).toEqual([]);
  });
});
