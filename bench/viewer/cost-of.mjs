/** Main-thread CPU of a tab so far, in ms. @param {import('./chromium.mjs').Tab} tab */
export async function cpuOf(tab) {
  return (await tab.metrics()).ThreadTime * 1e3;
}

/** Main-thread CPU in ms that something costs. @param {import('./chromium.mjs').Tab} tab */
export async function costOf(tab, act) {
  const before = await cpuOf(tab);
  await act();
  return (await cpuOf(tab)) - before;
}
