/** Two frames of a screen with 60 Hz, in milliseconds. */
const PAINTED = 32;

/** Resolves once what stands can have been painted: what is not in the first picture must not delay it. */
export function afterPaint(): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, PAINTED);
  });
}
