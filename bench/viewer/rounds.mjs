// Measures viewers in turns, so that what else the machine does falls on all of them alike.
import { median } from '../figures.mjs';
import { measureFind } from './find.mjs';
import {
  load,
  longestTask,
  newTab,
  open,
  strayRequests
} from './first-row.mjs';
import { EMPTY } from './peers.mjs';
import { scrollFrame } from './scroll.mjs';
import { longestTaskDuring } from './tasks.mjs';
import { measureZoom } from './zoom.mjs';

/** Runs of what is measured by its quickest. */
const FEW_RUNS = 3;

/**
 * The medians of what each viewer gave for a size, by the viewer's name; `net` is the first row without what an empty
 * page costs.
 *
 * @param {object} browser
 * @param {readonly import('./peers.mjs').Viewer[]} viewers
 * @param {number} spans
 * @param {number} runs
 */
export async function measureSize(browser, viewers, spans, runs) {
  const results = new Map(viewers.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const viewer of viewers) {
      if (run < viewer.runs(spans)) {
        const result = await measureOnce(browser, viewer, spans);
        results.get(viewer.name).push(result);
      }
    }
  }
  const empty = medians(results.get(EMPTY) ?? []).firstRow ?? NaN;
  const measured = [...results].filter(([, all]) => all.length > 0);
  return new Map(
    measured.map(([name, all]) => {
      const result = medians(all);
      return [name, { ...result, net: result.firstRow - empty }];
    })
  );
}

function medians(results) {
  return Object.fromEntries(
    Object.keys(results[0] ?? {}).map(key => [
      key,
      median(results.map(result => result[key]))
    ])
  );
}

async function measureOnce(browser, viewer, spans) {
  const { row, count, frames } = viewer;
  const { tab, cost } = await open(browser, {
    ...{ row, count },
    url: viewer.url(spans)
  });
  const result = {
    ...cost,
    scrollFrame: frames > 0 ? await scrollFrame(tab, row, frames) : NaN,
    ...(viewer.isOurs && (await measureChanges(tab))),
    longestTask: await tab.evaluate(longestTask),
    strayRequests: await tab.evaluate(strayRequests)
  };
  await tab.close();
  return result;
}

const measureChanges = async tab => ({
  ...(await measureZoom(tab)),
  ...(await measureFind(tab))
});

/** The longest task of the view in ms of CPU, from the navigation to the last change; the least of some runs, as others only add to it. */
export async function measureTask(browser, viewer, spans) {
  const tasks = [];
  for (let run = 0; run < FEW_RUNS; run++) {
    const tab = await newTab(browser, viewer);
    const act = async () => {
      await load(tab, viewer.url(spans));
      await measureChanges(tab);
    };
    tasks.push(await longestTaskDuring(tab, act));
    await tab.close();
  }
  return Math.min(...tasks);
}

/** CPU in ms of twenty outputs in one page, drawn at once, a second later. */
export async function measureTwenty(browser, url) {
  const { tab, cost } = await open(browser, {
    url: `${url}?trace=100&mounts=20`,
    row: '.sb-timeline',
    count: 20
  });
  await tab.close();
  return cost.rest;
}
