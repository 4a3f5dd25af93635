// What zooming and folding cost the main thread, each until it is painted.

const FRAMES = 60;

const nextFrame = page =>
  page.evaluate(
    () =>
      new Promise(resolve =>
        requestAnimationFrame(() => setTimeout(resolve, 0))
      )
  );

/** CPU in ms: of a step of Ctrl and the wheel over the rows, and of folding all but two levels or unfolding them. */
export async function measureZoom(page, cpu) {
  await page.locator('.sb-row[tabindex="0"]').focus();
  await nextFrame(page);
  const before = await cpu();
  await page.evaluate(async frames => {
    const grid = document.querySelector('.sb-grid');
    const { left, top, width } = grid.getBoundingClientRect();
    for (let frame = 0; frame < frames; frame++) {
      const wheel = new WheelEvent('wheel', {
        bubbles: true,
        cancelable: true,
        ctrlKey: true,
        clientX: left + width * 0.7,
        clientY: top + 60,
        deltaY: frame < frames / 2 ? -100 : 100
      });
      grid.dispatchEvent(wheel);
      await new Promise(requestAnimationFrame);
    }
  }, FRAMES);
  await nextFrame(page);
  const zoomStep = ((await cpu()).ms - before.ms) / FRAMES;
  return { zoomStep, fold: await measureFold(page, cpu) };
}

/** The larger of a press of "2", which shows two levels, and of "9", which shows all of the sample's but one. */
async function measureFold(page, cpu) {
  const costs = [];
  for (const key of ['2', '9']) {
    const before = await cpu();
    await page.keyboard.press(key);
    await nextFrame(page);
    costs.push((await cpu()).ms - before.ms);
  }
  return Math.max(...costs);
}
