// Measures the view on the bare page and holds it to its budgets: main-thread CPU from navigation to the first row and
// one frame more, CPU per scroll frame, elements, heap. Wall time moves with the load of the machine and is not judged.
// Usage: node bench/viewer/measure.mjs [spans ...]
import { chromium } from 'playwright-core';
import {
  FIND_MS,
  LONG_TASK_SPANS,
  LONGEST_TASK_MS,
  measureFind
} from './measure-find.mjs';
import { measureZoom } from './measure-zoom.mjs';
import { serve } from './serve.mjs';

const RUNS = 3;
const FRAMES = 60;

/** CPU to the first row in ms, by spans (../../docs/architecture.md). */
const FIRST_ROW_MS = new Map([
  [100, 80],
  [1_000, 100],
  [10_000, 200],
  [100_000, 900]
]);
const SCROLL_FRAME_MS = 12;
const MAX_ELEMENTS = 1_500;

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
];

const median = values => values.sort((a, b) => a - b)[values.length >> 1];

/** Main-thread CPU of the page so far, in ms. */
async function cpu(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const named = Object.fromEntries(
    metrics.map(({ name, value }) => [name, value])
  );
  return { ms: named.ThreadTime * 1e3, heap: named.JSHeapUsedSize };
}

const nextFrame = page =>
  page.evaluate(
    () =>
      new Promise(resolve =>
        requestAnimationFrame(() => setTimeout(resolve, 0))
      )
  );

async function measureOnce(browser, url, spans) {
  const page = await browser.newPage({ viewport: { width: 900, height: 500 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const idle = await cpu(session);
  await page.goto(`${url}?trace=${spans}`, { waitUntil: 'commit' });
  await page.waitForSelector('.sb-row', { timeout: 60_000 });
  await nextFrame(page);
  const drawn = await cpu(session);
  const elements = await page.evaluate(
    () => document.querySelectorAll('*').length
  );
  await page.evaluate(async frames => {
    const grid = document.querySelector('.sb-grid');
    const step = (grid.scrollHeight - grid.clientHeight) / frames;
    for (let frame = 1; frame <= frames; frame++) {
      grid.scrollTop = frame * step;
      await new Promise(requestAnimationFrame);
    }
  }, FRAMES);
  await nextFrame(page);
  const scrolled = await cpu(session);
  const zoomed = await measureZoom(page, () => cpu(session));
  const found = await measureFind(page, () => cpu(session));
  await page.close();
  return {
    ...found,
    ...zoomed,
    firstRow: drawn.ms - idle.ms,
    scrollFrame: (scrolled.ms - drawn.ms) / FRAMES,
    elements,
    heapMb: drawn.heap / 1e6
  };
}

async function measure(browser, url, spans) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    runs.push(await measureOnce(browser, url, spans));
  }
  return Object.fromEntries(
    Object.keys(runs[0]).map(key => [key, median(runs.map(run => run[key]))])
  );
}

const wanted = process.argv.slice(2).map(Number);
const sizes = wanted.length > 0 ? wanted : [...FIRST_ROW_MS.keys()];
const server = await serve();
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  headless: true,
  args: ARGS
});
let isOver = false;
for (const spans of sizes) {
  const result = await measure(browser, server.url, spans);
  const over = [
    result.firstRow > (FIRST_ROW_MS.get(spans) ?? Infinity) && 'first row',
    result.scrollFrame > SCROLL_FRAME_MS && 'scroll frame',
    result.elements > MAX_ELEMENTS && 'elements',
    result.zoomStep > SCROLL_FRAME_MS && 'zoom step',
    result.fold > (FIND_MS.get(spans) ?? Infinity) && 'fold',
    result.search > (FIND_MS.get(spans) ?? Infinity) && 'search',
    result.filter > (FIND_MS.get(spans) ?? Infinity) && 'filter',
    spans <= LONG_TASK_SPANS &&
      result.longestTask > LONGEST_TASK_MS &&
      'longest task of find'
  ].filter(Boolean);
  isOver ||= over.length > 0;
  console.log(
    `${spans} spans: first row ${result.firstRow.toFixed(0)} ms CPU, scroll frame ${result.scrollFrame.toFixed(1)} ms CPU, ` +
      `zoom step ${result.zoomStep.toFixed(1)} ms CPU, fold ${result.fold.toFixed(0)} ms CPU, ` +
      `${result.elements} elements, heap ${result.heapMb.toFixed(1)} MB, search ${result.search.toFixed(0)} ms CPU, filter ${result.filter.toFixed(0)} ms CPU, ` +
      `longest task ${result.longestTask.toFixed(0)} ms` +
      (over.length > 0 ? `  OVER BUDGET: ${over.join(', ')}` : '')
  );
}
await browser.close();
server.close();
process.exitCode = isOver ? 1 : 0;
