import type { Locator } from 'playwright-core';

/** Computed colours, as `rgb(…)`. */
export type ThemeColours = {
  readonly background: string;
  readonly text: string;
  /** The mark of a span's kind, which the view colours by itself. */
  readonly mark: string;
  /** What JupyterLab gives to a notebook's background. */
  readonly hostBackground: string;
};

/** Reads the colours that an output, as `.sb-output`, has in the page. */
export function themeColours(output: Locator): Promise<ThemeColours> {
  return output.evaluate(element => {
    const resolved = (colour: string) => {
      const probe = document.createElement('span');
      probe.style.backgroundColor = colour;
      element.append(probe);
      const { backgroundColor } = getComputedStyle(probe);
      probe.remove();
      return backgroundColor;
    };
    const glyph = element.querySelector('.sb-glyph');
    return {
      background: resolved('var(--sb-bg)'),
      text: getComputedStyle(element).color,
      mark: glyph ? getComputedStyle(glyph).backgroundColor : 'none',
      hostBackground: resolved('var(--jp-layout-color1)')
    };
  });
}

/** Relative luminance by WCAG 2, from 0 for black to 1 for white, of an opaque or translucent `rgb(…)`. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(
    Number
  );
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.03928
      ? share / 12.92
      : Math.pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
