import { describe, expect, it } from '@jest/globals';

import { sampleBundle } from '../../bench/viewer/page/sample-bundle';
import { BUNDLE_MIME_TYPE } from '../../src/bundle/mime-type';
import { luminance, themeColours } from './colours';
import { WITHOUT_TRACKING } from './jupyter-server';
import { labSession } from './lab-session';
import type { LabPage } from './lab-page';
import { writeSavedNotebook } from './saved-notebook';
import { scrollThrough } from './scroll-through';

const session = labSession('saved', WITHOUT_TRACKING);

/** The budget of the design, for what one output adds to the page. */
const MAX_NODES = 1_500;

/** Opens a notebook with one output saved in it, whose kernel is not installed here. */
async function openSaved(
  name: string,
  bundle: unknown,
  siblings: Readonly<Record<string, string>> = {}
): Promise<LabPage> {
  writeSavedNotebook(session.server.notebooks, name, {
    [BUNDLE_MIME_TYPE]: bundle,
    'text/plain': 'one trace',
    ...siblings
  });
  const lab = await session.newLab();
  await lab.open(session.server.pageOf(name));
  await lab.declineKernel();
  return lab;
}

describe('a saved notebook that is not trusted and whose kernel is not there', () => {
  it('shows its trace and the details of a span, rather than the static HTML beside it', async () => {
    const lab = await openSaved('saved.ipynb', sampleBundle(40), {
      'text/html': '<p>for hosts without the extension</p>'
    });
    const { page } = lab;
    const grid = page.locator('.sb-output [role=treegrid]');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('40');
    await grid.locator('[role=row]').nth(1).click();
    await page.locator('.sb-detail').waitFor();
    const fallback = page.getByText('for hosts without the extension');
    expect(await fallback.count()).toBe(0);
    expect(await lab.trust()).toEqual([false, false]);
  });

  it('says what is wrong, and where, with a bundle that cannot be read', async () => {
    const malformed = { version: 1, traces: 7 };
    const { page } = await openSaved('malformed.ipynb', malformed);
    const card = page.locator('.sb-error');
    await card.waitFor();
    expect(await card.innerText()).toContain('$.traces');
  });

  it('says how to upgrade for a bundle of a newer version', async () => {
    const newer = { version: 99, traces: [] };
    const { page } = await openSaved('newer.ipynb', newer);
    const card = page.locator('.sb-error');
    await card.waitFor();
    expect(await card.innerText()).toContain('pip install --upgrade spanbook');
  });

  it('draws what can be read of a damaged trace', async () => {
    const damaged = { version: 1, traces: [{ info: 7, spans: 'x' }] };
    const { page } = await openSaved('damaged.ipynb', damaged);
    await page.locator('.sb-output .sb-trace').waitFor();
  });

  it('scrolls through 10,000 spans with few elements in the page', async () => {
    const { page } = await openSaved('large.ipynb', sampleBundle(10_000));
    const grid = page.locator('.sb-output [role=treegrid]');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('10000');
    const { mostNodes, lastRow } = await page.evaluate(scrollThrough);
    expect(lastRow).toBe(10_000);
    expect(mostNodes).toBeLessThanOrEqual(MAX_NODES);
  });
});

describe('the command "Show MLflow Traces"', () => {
  it('hides the traces of an open notebook at once, and shows them again', async () => {
    const lab = await openSaved('toggled.ipynb', sampleBundle(40));
    const grid = lab.page.locator('.sb-output [role=treegrid]');
    const stub = lab.page.locator('.sb-output .sb-stub');
    await grid.waitFor();
    await lab.palette('Show MLflow Traces');
    await stub.waitFor();
    expect(await grid.count()).toBe(0);
    await lab.palette('Show MLflow Traces');
    await grid.waitFor();
    expect(await stub.count()).toBe(0);
  });

  it('stands in the View menu, checked while traces are shown', async () => {
    const lab = await openSaved('menu.ipynb', sampleBundle(4));
    await lab.page.locator('.sb-output [role=treegrid]').waitFor();
    const entry = await lab.menuEntry('View', 'Show MLflow Traces');
    expect(await entry.getAttribute('class')).toContain('lm-mod-toggled');
  });
});

describe('the theme', () => {
  it('gives the view its background, its text and its marks', async () => {
    const lab = await openSaved('theme.ipynb', sampleBundle(4));
    const output = lab.page.locator('.sb-output');
    await output.locator('[role=treegrid]').waitFor();
    await lab.useTheme('JupyterLab Light');
    const light = await themeColours(output);
    await lab.useTheme('JupyterLab Dark');
    const dark = await themeColours(output);
    await lab.useTheme('JupyterLab Light');
    expect(light.background).toBe(light.hostBackground);
    expect(dark.background).toBe(dark.hostBackground);
    expect(luminance(light.background)).toBeGreaterThan(0.8);
    expect(luminance(light.text)).toBeLessThan(0.2);
    expect(luminance(dark.background)).toBeLessThan(0.1);
    expect(luminance(dark.text)).toBeGreaterThan(0.6);
    expect(dark.mark).not.toBe(light.mark);
  });
});
