// Main-thread CPU from a key in the search field, or a click on a filter, to the frame that shows what it found.

/** Each text is typed over the one before; together they find few, many and no spans, in names and in content. */
const QUERIES = ['s', 'search', 'zzz', '/step \\d+7\\b/', 'lorem ipsum'];

/** CPU of one change in ms, by spans. */
export const FIND_MS = new Map([
  [10_000, 50],
  [100_000, 150]
]);
/** Where a longer task would be felt: no task in traces of up to so many spans may take longer. */
export const LONGEST_TASK_MS = 200;
export const LONG_TASK_SPANS = 10_000;

/**
 * Medians over the queries and the filters, and the longest task among all of them; `cpu` reads the page's CPU so far.
 * The trace must be drawn.
 */
export async function measureFind(page, cpu) {
  await page.locator('.sb-row').first().focus();
  await page.keyboard.press('/');
  await page.waitForSelector('.sb-find .sb-field');
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) {
        window.longest = Math.max(window.longest, duration);
      }
    }).observe({ type: 'longtask' });
  });
  const timed = async act => {
    const before = await cpu();
    await act();
    return (await cpu()).ms - before.ms;
  };
  const searches = [];
  for (const query of QUERIES) {
    searches.push(await timed(() => page.evaluate(typeQuery, query)));
  }
  const filters = [];
  for (let click = 0; click < 4; click++) {
    filters.push(await timed(() => page.evaluate(clickFilter)));
  }
  return {
    search: median(searches),
    filter: median(filters),
    longestTask: await page.evaluate(() => window.longest)
  };
}

/** In the page: types and waits until the answer is drawn. */
async function typeQuery(query) {
  const field = document.querySelector('.sb-find .sb-field');
  const count = document.querySelector('.sb-find-line .sb-find-count');
  const drawn = new Promise(resolve => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(resolve, 0));
    }).observe(count, { childList: true, characterData: true, subtree: true });
  });
  field.value = query;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await drawn;
}

/** In the page: presses the first chip, or releases it, and waits until other rows are counted. */
async function clickFilter() {
  const grid = document.querySelector('.sb-grid');
  const drawn = new Promise(resolve => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(resolve, 0));
    }).observe(grid, { attributeFilter: ['aria-rowcount'] });
  });
  document.querySelector('.sb-chip').click();
  await drawn;
}

const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];
