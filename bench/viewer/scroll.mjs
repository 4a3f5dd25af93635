// What a frame of scrolling costs the main thread.
import { cpuOf } from './cost-of.mjs';

/**
 * CPU in ms of a frame, of `frames` that lead from the first row to the last; NaN where nothing scrolls.
 *
 * @param {import('./chromium.mjs').Tab} tab
 * @param {string} row selects a row; what scrolls is above it
 * @param {number} frames
 */
export async function scrollFrame(tab, row, frames) {
  const before = await cpuOf(tab);
  const hasScrolled = await tab.evaluate(scrollThrough, { row, frames });
  return hasScrolled ? ((await cpuOf(tab)) - before) / frames : NaN;
}

/** In the page. */
async function scrollThrough({ row, frames }) {
  let box = document.querySelector(row)?.parentElement;
  while (box && box.scrollHeight <= box.clientHeight + 1) {
    box = box.parentElement;
  }
  if (!box) {
    return false;
  }
  const step = (box.scrollHeight - box.clientHeight) / frames;
  for (let frame = 1; frame <= frames; frame++) {
    box.scrollTop = frame * step;
    await new Promise(requestAnimationFrame);
  }
  await new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });
  return true;
}
