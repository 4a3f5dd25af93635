/** What was seen while scrolling: the most elements at once, the last row shown. What it takes, bench/viewer measures. */
export type ScrollReport = {
  readonly mostNodes: number;
  readonly lastRow: number;
};

/** Scrolls the only timeline of the page to its end in 120 frames. Runs in the page, so it uses nothing from here. */
export async function scrollThrough(): Promise<ScrollReport> {
  const grid = document.querySelector('.sb-output [role=treegrid]');
  if (!grid) throw new Error('no treegrid');
  const nextFrame = () =>
    new Promise<number>(resolve => requestAnimationFrame(resolve));
  const way = grid.scrollHeight - grid.clientHeight;
  let mostNodes = 0;
  await nextFrame();
  for (let step = 1; step <= 120; step++) {
    grid.scrollTop = (way * step) / 120;
    await nextFrame();
    const nodes = document.querySelectorAll('.sb-output *').length;
    mostNodes = Math.max(mostNodes, nodes);
  }
  await nextFrame();
  const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')];
  const indices = rows.map(row => Number(row.getAttribute('aria-rowindex')));
  return { mostNodes, lastRow: Math.max(...indices) };
}
