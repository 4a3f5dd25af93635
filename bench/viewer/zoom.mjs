// What zooming, folding and the icicle cost the main thread, each until it is painted.
import { costOf } from './cost-of.mjs';

const FRAMES = 60;

/**
 * CPU in ms: of a step of Ctrl and the wheel over the rows; of folding all but two levels, or unfolding all but one,
 * whichever is more; of opening the icicle, and of making its spans as wide as their own time.
 *
 * @param {import('./chromium.mjs').Tab} tab
 */
export async function measureZoom(tab) {
  await tab.evaluate(() =>
    document.querySelector('.sb-row[tabindex="0"]').focus()
  );
  const zoomed = await costOf(tab, () => tab.evaluate(zoom, FRAMES));
  const press = key =>
    costOf(tab, async () => {
      await tab.press(key);
      await tab.evaluate(nextFrame);
    });
  const fold = Math.max(await press('2'), await press('9'));
  // Its code comes with the first one: the second is what it costs from then on.
  await press('i');
  await tab.evaluate(icicleDrawn);
  await press('i');
  const icicle = await press('i');
  const icicleByShare = await costOf(tab, async () => {
    await tab.evaluate(() =>
      document.querySelector('.sb-icicle-choice[aria-pressed="false"]').click()
    );
    await tab.evaluate(nextFrame);
  });
  await press('i');
  return { zoomStep: zoomed / FRAMES, fold, icicle, icicleByShare };
}

/** In the page. */
async function zoom(frames) {
  const grid = document.querySelector('.sb-grid');
  const { left, top, width } = grid.getBoundingClientRect();
  for (let frame = 0; frame < frames; frame++) {
    const wheel = new WheelEvent('wheel', {
      ...{ bubbles: true, cancelable: true, ctrlKey: true },
      ...{ clientX: left + width * 0.7, clientY: top + 60 },
      deltaY: frame < frames / 2 ? -100 : 100
    });
    grid.dispatchEvent(wheel);
    await new Promise(requestAnimationFrame);
  }
  await new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });
}

/** In the page. */
function nextFrame() {
  return new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });
}

/** In the page. */
async function icicleDrawn() {
  while (!document.querySelector('.sb-icicle canvas')) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
