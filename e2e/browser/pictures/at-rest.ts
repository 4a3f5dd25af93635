import type { Locator } from 'playwright-core';

/** Frames without a move after which nothing is on its way: a part that is loaded lazily has come by then. */
const QUIET_FRAMES = 12;

/**
 * Waits until the elements of `outputs` stand still. A busy machine draws the outputs of a page one after the other,
 * and each moves those below it, also from under a mouse that was about to press.
 */
export async function atRest(outputs: Locator): Promise<void> {
  await outputs.evaluateAll(
    (elements, frames) =>
      new Promise<void>(resolve => {
        const places = () =>
          elements
            .map(element => element.getBoundingClientRect())
            .map(({ top, width, height }) => [top, width, height].join())
            .join(' ');
        const look = (before: string, quiet: number): void => {
          const now = places();
          const count = now === before ? quiet + 1 : 0;
          if (count >= frames) resolve();
          else requestAnimationFrame(() => look(now, count));
        };
        look('', 0);
      }),
    QUIET_FRAMES
  );
}
