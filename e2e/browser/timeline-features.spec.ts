import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  it
} from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';

import { traceFromText } from '../../test/trace-from-text';
import { serializeBundle } from '../../src/bundle/serialize-bundle';
import { serveBarePage, type BarePage } from './bare-page';
import { keepScreenshot, launchChromium } from './chromium';

/** A root of 120 ms with a model call every two milliseconds: enough rows to scroll, and a minimap. */
const DRAWING = [
  'root AGENT 0-120',
  ...Array.from(
    { length: 60 },
    (_, at) =>
      `..call ${at} CHAT_MODEL ${at * 2}-${at * 2 + 1}${at === 30 ? ' !error' : ''}`
  )
].join('\n');

describe('the timeline under a mouse and a keyboard', () => {
  let bare: BarePage | undefined;
  let browser: Browser | undefined;
  let page: Page | undefined;
  beforeAll(async () => {
    [bare, browser] = await Promise.all([serveBarePage(), launchChromium()]);
  });
  afterEach(async () => page?.close());
  afterAll(async () => {
    await browser?.close();
    bare?.stop();
  });

  /** The trace on a page that scrolls too. */
  async function open(): Promise<Page> {
    if (!bare || !browser) throw new Error('only inside of a test');
    const address = bare.pageOf(
      serializeBundle({ traces: [traceFromText(DRAWING)] })
    );
    page = await browser.newPage({
      viewport: { width: 900, height: 500 },
      colorScheme: 'light'
    });
    await page.goto(address);
    await page.evaluate(() => {
      document.body.style.paddingBottom = '2000px';
    });
    await page.locator('.sb-minimap canvas[style]').waitFor();
    return page;
  }

  it('marks in the strip where the search has found something', async () => {
    const shown = await open();
    /** The colour of the strip's top edge at so much of its width. */
    const topAt = (share: number): Promise<string> =>
      shown.locator('.sb-minimap canvas').evaluate((canvas, at) => {
        if (!(canvas instanceof HTMLCanvasElement))
          throw new Error('no canvas');
        const scale = window.devicePixelRatio;
        const x = Math.round(at * canvas.clientWidth * scale);
        const pixel = canvas.getContext('2d')?.getImageData(x, scale, 1, 1);
        return String(pixel?.data);
      }, share);
    const before = await topAt(30 / 120);
    await shown.locator('.sb-row[tabindex="0"]').focus();
    await shown.keyboard.press('/');
    await shown.locator('.sb-find .sb-field').first().fill('call 15');
    await shown.getByText('1 of 1', { exact: true }).waitFor();
    const marked = await topAt(30 / 120);
    expect(marked).not.toBe(before);
    expect(await topAt(80 / 120)).toBe(before);
    await keepScreenshot(shown, 'minimap hits');
    await shown.locator('.sb-find .sb-field').first().fill('');
    await shown.waitForFunction(
      () => !document.querySelector('.sb-row[data-mark]')
    );
    expect(await topAt(30 / 120)).toBe(before);
  });

  it('leaves the wheel to the page until it has the focus', async () => {
    const shown = await open();
    const tops = () =>
      shown.evaluate(() => [
        window.scrollY,
        document.querySelector('.sb-grid')?.scrollTop ?? -1
      ]);
    const grid = await boxOf(shown.locator('.sb-rows'));
    await shown.mouse.move(grid.x + 300, grid.y + 100);
    await shown.mouse.wheel(0, 60);
    await expectSoon(async () => expect((await tops())[0]).toBe(60));
    expect((await tops())[1]).toBe(0);
    await shown.locator('.sb-row[tabindex="0"]').focus();
    await shown.mouse.wheel(0, 60);
    await expectSoon(async () => expect((await tops())[1]).toBe(60));
  });

  it('zooms at the pointer, pans, and comes back', async () => {
    const shown = await open();
    const axis = await boxOf(shown.locator('.sb-ticks'));
    const rowOf = (name: string) =>
      shown.locator('.sb-row').filter({ hasText: name }).first();
    const before = await boxOf(rowOf('call 3').locator('.sb-bar'));
    await shown.mouse.move(before.x, before.y + 3);
    await shown.keyboard.down('Control');
    for (let turn = 0; turn < 5; turn++) await shown.mouse.wheel(0, -100);
    await shown.keyboard.up('Control');
    await expectSoon(async () => {
      const after = await boxOf(rowOf('call 3').locator('.sb-bar'));
      expect(Math.abs(after.x - before.x)).toBeLessThan(2);
      expect(after.width).toBeGreaterThan(before.width * 2);
    });
    await keepScreenshot(shown, 'timeline zoomed');
    await shown.mouse.dblclick(axis.x + 20, axis.y + 10);
    await expectSoon(async () => {
      const after = await boxOf(rowOf('call 3').locator('.sb-bar'));
      expect(after.width).toBeCloseTo(before.width, 0);
    });
  });

  it('zooms where two fingers part, and leaves the zoom of the page alone', async () => {
    const shown = await open();
    const bar = shown
      .locator('.sb-row')
      .filter({ hasText: 'call 9' })
      .first()
      .locator('.sb-bar');
    const before = await boxOf(bar);
    const client = await shown.context().newCDPSession(shown);
    const y = before.y + 3;
    /** Fingers that far to the left and to the right of the bar. */
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...apart: number[]
    ) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: apart.flatMap(by => [
          { x: before.x - by, y, id: 0 },
          { x: before.x + by, y, id: 1 }
        ])
      });
    await touch('touchStart', 10);
    for (const apart of [15, 20, 25, 30]) await touch('touchMove', apart);
    await touch('touchEnd');
    await expectSoon(async () => {
      const after = await boxOf(bar);
      expect(after.width / before.width).toBeCloseTo(3, 0);
      // A finger is told in whole pixels, and each of them is three now.
      expect(Math.abs(after.x - before.x)).toBeLessThan(6);
    });
    expect(await shown.evaluate(() => window.visualViewport?.scale)).toBe(1);
  });

  it('zooms to what is dragged over on the axis and on the minimap', async () => {
    const shown = await open();
    const note = shown.locator('.sb-spoken');
    const axis = await boxOf(shown.locator('.sb-ticks'));
    await drag(shown, axis, [0.25, 0.75]);
    await expectSoon(async () =>
      expect(await note.textContent()).toMatch(
        /^Visible time: (29\.\d|30\.\d) ms to (89\.\d|90\.\d) ms$/
      )
    );
    await shown.locator('.sb-row[tabindex="0"]').focus();
    await shown.keyboard.press('0');
    const strip = await boxOf(shown.locator('.sb-minimap'));
    await drag(shown, strip, [0.5, 0.6]);
    await expectSoon(async () =>
      expect(await note.textContent()).toMatch(
        /^Visible time: (59\.\d|60\.\d) ms to (71\.\d|72\.\d) ms$/
      )
    );
  });

  it('draws the minimap in the colours of the theme, also when that changes', async () => {
    const shown = await open();
    const light = await coloursIn(shown, '.sb-minimap canvas');
    expect(light).toContain('142,69,133'); // AGENT
    await shown.emulateMedia({ colorScheme: 'dark' });
    await expectSoon(async () =>
      expect(await coloursIn(shown, '.sb-minimap canvas')).toContain(
        '214,148,192'
      )
    );
  });

  it('selects in the icicle by mouse and by keyboard', async () => {
    const shown = await open();
    await shown.locator('.sb-row[tabindex="0"]').focus();
    await shown.keyboard.press('i');
    const box = await boxOf(shown.locator('.sb-icicle-box'));
    // The second level, in the sixty-first of 120 milliseconds: call 30.
    await shown.mouse.click(box.x + (box.width * 60.5) / 120, box.y + 27);
    const selected = shown.locator('.sb-row[aria-selected="true"]');
    await expectSoon(async () =>
      expect(await selected.getAttribute('aria-label')).toContain('call 30')
    );
    await shown.locator('.sb-icicle-box').focus();
    await shown.keyboard.press('ArrowRight');
    await expectSoon(async () =>
      expect(await selected.getAttribute('aria-label')).toContain('call 31')
    );
    await keepScreenshot(shown, 'timeline icicle');
    await shown.keyboard.press('Escape');
    await expectSoon(async () =>
      expect(await shown.locator('.sb-row:focus').count()).toBe(1)
    );
  });

  it('jumps to the error, shows the critical path and the help by keys alone', async () => {
    const shown = await open();
    await shown.locator('.sb-row[tabindex="0"]').focus();
    await shown.keyboard.press('e');
    const focused = shown.locator('.sb-row:focus');
    await expectSoon(async () =>
      expect(await focused.getAttribute('aria-label')).toContain('call 30')
    );
    const { y, height } = await boxOf(focused);
    const grid = await boxOf(shown.locator('.sb-grid'));
    expect(y + height).toBeLessThanOrEqual(grid.y + grid.height + 1);
    await shown.keyboard.press('c');
    await shown.locator('.sb-path-line').waitFor();
    await shown.keyboard.press('?');
    await shown.locator('[role=dialog]:focus').waitFor();
    await shown.keyboard.press('Escape');
    await shown.locator('.sb-row:focus').waitFor();
  });
});

type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

async function boxOf(element: Locator): Promise<Box> {
  const box = await element.boundingBox();
  if (!box) throw new Error('the element is not in the page');
  return box;
}

async function drag(
  page: Page,
  { x, y, width, height }: Box,
  [from, to]: readonly [number, number]
): Promise<void> {
  await page.mouse.move(x + width * from, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * ((from + to) / 2), y + height / 2);
  await page.mouse.move(x + width * to, y + height / 2);
  await page.mouse.up();
}

/** The colours of a canvas, as `red,green,blue`. */
function coloursIn(page: Page, canvas: string): Promise<string[]> {
  return page.locator(canvas).evaluate(element => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas');
    const { width, height } = element;
    const pixels =
      element.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const colours = new Set<string>();
    for (let at = 0; at < pixels.length; at += 4) {
      colours.add([...pixels.slice(at, at + 3)].join());
    }
    return [...colours];
  });
}

/** Asks again until it is so, at most for two seconds. */
async function expectSoon(holds: () => Promise<void>): Promise<void> {
  for (const limit = Date.now() + 2000; ;) {
    try {
      await holds();
      return;
    } catch (error) {
      if (Date.now() > limit) throw error;
      await new Promise(done => setTimeout(done, 40));
    }
  }
}
