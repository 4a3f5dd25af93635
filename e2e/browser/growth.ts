import type { Page } from 'playwright-core';

/** How an output stood from one change of it to the next. */
export type Picture = {
  /** Milliseconds since the page began. */
  readonly at: number;
  /** Of the trace, by `data-state`. */
  readonly state: string | null;
  /** The names of its spans, from above. */
  readonly spans: readonly string[];
  /** Where the bar of each span begins and how long it is, as it is drawn. */
  readonly bars: readonly string[];
};

/**
 * Takes a picture of the last output at each frame in which it has changed, from now on; the list in the page grows
 * with it.
 */
export async function watchLastOutput(page: Page): Promise<void> {
  await page.evaluate(() => {
    const pictures: Picture[] = [];
    Object.assign(window, { pictures });
    let last = '';
    const look = (): void => {
      const output = [...document.querySelectorAll('.sb-renderer')].at(-1);
      const rows = [...(output?.querySelectorAll('.sb-row') ?? [])];
      const picture = {
        state:
          output?.querySelector('.sb-status')?.getAttribute('data-state') ??
          null,
        spans: rows.map(
          row => row.querySelector('.sb-label')?.textContent ?? ''
        ),
        bars: rows.map(
          row => row.querySelector('.sb-bar')?.getAttribute('style') ?? ''
        )
      };
      const text = JSON.stringify(picture);
      if (text !== last && rows.length > 0)
        pictures.push({ at: performance.now(), ...picture });
      last = text;
      requestAnimationFrame(look);
    };
    look();
  });
}

/** The pictures that were taken so far. */
export async function picturesOf(page: Page): Promise<readonly Picture[]> {
  return page.evaluate(
    // What the function above put there.
    () => (window as unknown as { pictures: readonly Picture[] }).pictures
  );
}

/** The length of the bar of a span, in percent of the timeline; NaN where it is not drawn. */
export const barOf = ({ spans, bars }: Picture, span: string): number =>
  Number.parseFloat(
    /width: ([\d.]+)%/.exec(bars[spans.indexOf(span)] ?? '')?.[1] ?? ''
  );
