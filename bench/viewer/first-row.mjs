// Opens a viewer and counts what it costs until its first row is painted, and once it has come to rest.

/** The place of one output in a notebook. */
const SIZE = { width: 900, height: 500 };

/** Milliseconds after the first row by which a viewer has fetched what it fetches later. */
const REST = 1000;

/**
 * @typedef {object} FirstRow
 * @property {number} firstRow main-thread CPU in ms, from the start of the navigation to the frame after the first row
 * @property {number} style part of it spent in matching style rules, in ms
 * @property {number} layout part of it spent in layout, in ms
 * @property {number} rest main-thread CPU in ms, a second later
 * @property {number} elements
 * @property {number} heapMb
 * @property {number} requests besides that for the page itself
 */

/**
 * @param {{ newTab: (size: object) => Promise<import('./chromium.mjs').Tab> }} browser
 * @param {{ url: string, row: string, count?: number }} viewer `row` selects what counts as a row, `count` how many of them are awaited
 * @returns {Promise<{ tab: import('./chromium.mjs').Tab, cost: FirstRow }>}
 */
export async function open(browser, viewer) {
  const tab = await newTab(browser, viewer);
  return { tab, cost: await load(tab, viewer.url) };
}

/** A tab that tells when the first row of the page that is loaded next is painted. */
export async function newTab(browser, { row, count = 1 }) {
  const tab = await browser.newTab(SIZE);
  await tab.send('Page.enable');
  await tab.send('Runtime.enable');
  await tab.send('Runtime.addBinding', { name: 'spanbookBenchDrawn' });
  await tab.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `(${sayWhenDrawn})(${JSON.stringify({ row, count })})`
  });
  await tab.send('Performance.enable', { timeDomain: 'threadTicks' });
  return tab;
}

/** Loads a page in such a tab. @returns {Promise<FirstRow>} */
export async function load(tab, url) {
  const drawn = tab.next('Runtime.bindingCalled');
  await tab.send('Page.navigate', { url });
  await drawn;
  const first = await tab.metrics();
  await new Promise(resolve => setTimeout(resolve, REST));
  const last = await tab.metrics();
  await tab.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize } = await tab.metrics();
  return {
    firstRow: first.ThreadTime * 1e3,
    style: first.RecalcStyleDuration * 1e3,
    layout: first.LayoutDuration * 1e3,
    rest: last.ThreadTime * 1e3,
    heapMb: JSHeapUsedSize / 1e6,
    ...(await tab.evaluate(countPage))
  };
}

/** In the page, before its own scripts: a frame after the rows stand, calls the binding; and notes long tasks. */
function sayWhenDrawn({ row, count }) {
  window.spanbookBenchTasks = [0];
  new PerformanceObserver(list => {
    window.spanbookBenchTasks.push(
      ...list.getEntries().map(({ duration }) => duration)
    );
  }).observe({ type: 'longtask', buffered: true });
  const observer = new MutationObserver(() => {
    if (document.querySelectorAll(row).length >= count) {
      observer.disconnect();
      requestAnimationFrame(() =>
        setTimeout(() => window.spanbookBenchDrawn(''), 0)
      );
    }
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** In the page. */
function countPage() {
  return {
    elements: document.querySelectorAll('*').length,
    requests: performance.getEntriesByType('resource').length
  };
}

/** In the page: the longest task so far, in ms of the clock; 0 while none took 50 ms. */
export function longestTask() {
  return Math.max(...window.spanbookBenchTasks);
}

/** In the page: requests for anything but code, styles and the trace itself. */
export function strayRequests() {
  const all = performance.getEntriesByType('resource');
  return all.filter(({ name }) => !/\.(js|css)$|\/data\/\d+$/.test(name))
    .length;
}
