// What searching and filtering cost the main thread, from a key in the field or a click on a chip to the frame that shows
// what was found.
import { median } from '../figures.mjs';
import { costOf } from './cost-of.mjs';

/** Each text is typed over the one before; together they find few, many and no spans, in names and in content. */
const QUERIES = ['s', 'search', 'zzz', '/step \\d+7\\b/', 'lorem ipsum'];

const FILTER_CLICKS = 4;

/**
 * Medians over the queries and over the clicks: ms of CPU. The trace must be drawn.
 *
 * @param {import('./chromium.mjs').Tab} tab
 */
export async function measureFind(tab) {
  await tab.evaluate(() => document.querySelector('.sb-row').focus());
  await tab.press('/');
  await tab.evaluate(fieldDrawn);
  const searches = [];
  for (const query of QUERIES) {
    searches.push(await costOf(tab, () => tab.evaluate(typeQuery, query)));
  }
  const filters = [];
  for (let click = 0; click < FILTER_CLICKS; click++) {
    filters.push(await costOf(tab, () => tab.evaluate(clickFilter)));
  }
  return { search: median(searches), filter: median(filters) };
}

/** In the page: waits for the code of the panel. */
async function fieldDrawn() {
  while (!document.querySelector('.sb-find .sb-field')) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
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
