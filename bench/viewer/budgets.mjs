// What the view may cost (median over the runs), as figures beside their budgets.

/** CPU to the first row in ms, by spans: all that the main thread did, an empty page's share included. */
const FIRST_ROW_MS = new Map([
  [100, 80],
  [1_000, 100],
  [10_000, 200],
  [100_000, 900]
]);

/** CPU in ms of finding, filtering and folding; the smaller budget is for all but the largest traces. */
const CHANGE_MS = 50;
const LARGE_CHANGE_MS = 150;
const LARGE = 100_000;

/** CPU in ms of a frame of scrolling or zooming, whatever the size. */
const FRAME_MS = 12;
const MAX_ELEMENTS = 1_500;

/** CPU in ms of the longest task in traces of up to so many spans, and of laying out the icicle of any. */
const TASK_MS = 200;
const TASK_SPANS = 10_000;

/** CPU in ms of twenty outputs of 100 spans, once each of them has come to rest. */
const TWENTY_MS = 1000;

/** @param {number} spans @param {Record<string, number>} view what was measured @returns {import('../figures.mjs').Figure[]} */
export function figuresOf(spans, view) {
  const change = spans < LARGE ? CHANGE_MS : LARGE_CHANGE_MS;
  const rows = [
    ['first row', 'ms CPU', view.firstRow, FIRST_ROW_MS.get(spans) ?? Infinity],
    ['frame of scrolling', 'ms CPU', view.scrollFrame, FRAME_MS],
    ['step of zooming', 'ms CPU', view.zoomStep, FRAME_MS],
    ['elements', 'count', view.elements, MAX_ELEMENTS],
    ['key to painted search', 'ms CPU', view.search, change],
    ['click to painted filter', 'ms CPU', view.filter, change],
    ['key to painted fold', 'ms CPU', view.fold, change],
    ['icicle by time', 'ms CPU', view.icicle, TASK_MS],
    ['icicle by own time', 'ms CPU', view.icicleByShare, TASK_MS],
    ...(spans <= TASK_SPANS
      ? [['longest task', 'ms CPU', view.task, TASK_MS]]
      : []),
    ['requests for anything but code', 'count', view.strayRequests, 0]
  ];
  return rows.map(row => figureOf(`${spans} spans: ${row[0]}`, row));
}

/** @param {number} rest CPU in ms */
export const figureOfTwenty = rest =>
  figureOf('20 outputs of 100 spans', ['', 'ms CPU', rest, TWENTY_MS]);

function figureOf(name, [, unit, ours, budget]) {
  return { name, unit, ours, other: NaN, judged: 'value', budget };
}
