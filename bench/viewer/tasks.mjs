// How long the page's longest task kept the main thread, in CPU: by the clock a busy machine stretches any task.

const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline'
];

/**
 * Records the tasks of a tab while `act` runs; it costs some CPU of its own, so nothing else is measured meanwhile.
 *
 * @param {import('./chromium.mjs').Tab} tab
 * @param {() => Promise<unknown>} act
 * @returns {Promise<number>} ms of CPU
 */
export async function longestTaskDuring(tab, act) {
  const events = [];
  tab.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await tab.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES }
  });
  await act();
  const { origin } = new URL(await tab.evaluate(() => location.href));
  const complete = tab.next('Tracing.tracingComplete');
  await tab.send('Tracing.end');
  await complete;
  return longestIn(events, origin);
}

/** A trace holds all processes of the browser: the page's is the one that loaded its address. */
function longestIn(events, origin) {
  const pages = new Set(
    events
      .filter(({ args }) => args?.data?.url?.startsWith(origin))
      .map(({ pid, tid }) => `${pid} ${tid}`)
  );
  return events
    .filter(
      ({ name, pid, tid }) => name === 'RunTask' && pages.has(`${pid} ${tid}`)
    )
    .reduce((most, { tdur = 0 }) => Math.max(most, tdur / 1e3), 0);
}
