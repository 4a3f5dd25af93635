import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';

import { mimeBundleOf } from '../../src/bundle/mime-bundle';
import { serializeBundle } from '../../src/bundle/serialize-bundle';
import { traceFromText } from '../../test/trace-from-text';
import type { LabPage } from './lab-page';
import { labSession } from './lab-session';
import { writeEmptyNotebook, writeSavedNotebook } from './saved-notebook';

const session = labSession('notebook7');

const TRACE = traceFromText(`answer AGENT 0-100
  ..retrieve RETRIEVER 5-30
  ..ask CHAT_MODEL 30-95`);

const part = ({ page }: LabPage, selector: string): Locator =>
  page.locator(`.sb-output ${selector}`);

/** Opens a notebook with one saved trace in Notebook 7, as it comes from a machine with another kernel. */
async function openSaved(name: string): Promise<LabPage> {
  const { notebooks } = session.server;
  writeSavedNotebook(notebooks, name, mimeBundleOf({ traces: [TRACE] }));
  const notebook = await session.newLab();
  await notebook.open(session.server.notebookPageOf(name));
  await notebook.declineKernel();
  await part(notebook, '[role=treegrid]').waitFor();
  return notebook;
}

describe('Notebook 7', () => {
  it('shows a saved trace before the notebook is trusted, and after', async () => {
    const notebook = await openSaved('trust.ipynb');
    const name = await notebook.page.evaluate('window.jupyterapp.name');
    expect(name).toBe('Jupyter Notebook');
    const rows = part(notebook, '[role=row][data-span-id]');
    expect(await notebook.trust()).toEqual([false, false]);
    expect(await rows.count()).toBe(3);
    await (await notebook.menuEntry('File', 'Trust Notebook')).click();
    await notebook.page.locator('.jp-Dialog .jp-mod-accept').click();
    await notebook.page.locator('.jp-Dialog').waitFor({ state: 'detached' });
    expect(await notebook.trust()).toEqual([true, true]);
    await rows.nth(2).waitFor();
    expect(await notebook.page.locator('.jp-RenderedHTML').count()).toBe(0);
  });

  it('leaves the keys of the timeline to the timeline', async () => {
    const notebook = await openSaved('keys.ipynb');
    const { keyboard } = notebook.page;
    await part(notebook, '.sb-row[tabindex="0"]').focus();
    await keyboard.press('ArrowLeft');
    await part(notebook, '[role=treegrid][aria-rowcount="1"]').waitFor();
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowDown');
    const focused = part(notebook, '.sb-row:focus .sb-label');
    expect(await focused.textContent()).toBe('retrieve');
    await keyboard.press('Enter');
    await part(notebook, '.sb-detail-scroll:focus').waitFor();
    // In the notebook's command mode these would delete, and add, a cell.
    for (const key of ['d', 'd', 'b']) await keyboard.press(key);
    await keyboard.press('Escape');
    expect(await focused.textContent()).toBe('retrieve');
    expect((await notebook.codeCells()).length).toBe(1);
  });

  it('has the switches in its View menu and its palette', async () => {
    const notebook = await openSaved('switches.ipynb');
    const shown = await notebook.menuEntry('View', 'Show MLflow Traces');
    expect(await shown.getAttribute('class')).toContain('lm-mod-toggled');
    await shown.click();
    await part(notebook, '.sb-stub').waitFor();
    await notebook.viewMenu('MLflow Traces', 'Collapsed');
    await part(notebook, '.sb-summary[aria-expanded="false"]').waitFor();
    await notebook.page.keyboard.press('Control+Shift+C');
    await notebook.choose('MLflow Traces: Expanded');
    await part(notebook, '[role=treegrid]').waitFor();
  });

  it('opens a file with a trace in the view', async () => {
    writeFileSync(
      join(session.server.notebooks, 'saved.trace.json'),
      JSON.stringify(serializeBundle({ traces: [TRACE] }))
    );
    const { page } = await session.newLab();
    await page.goto(session.server.filePageOf('saved.trace.json'));
    await page.locator('.sb-output [role=treegrid]').waitFor();
  });

  it('shows a trace while its cell runs, and as done afterwards', async () => {
    writeEmptyNotebook(session.server.notebooks, 'live.ipynb', 'deno');
    const notebook = await session.newLab();
    await notebook.open(session.server.notebookPageOf('live.ipynb'));
    const { page } = notebook;
    await page.locator('.jp-Cell .cm-content').click();
    await page.keyboard.insertText(
      `import { withSpan } from 'spanbook';
const sleep = () => new Promise(done => setTimeout(done, 10_000));
await withSpan(sleep, { name: 'wait' });`
    );
    await notebook.runActive();
    await part(notebook, '.sb-status[data-state=IN_PROGRESS]').waitFor();
    await part(notebook, '.sb-status[data-state=OK]').waitFor();
    expect(await part(notebook, '.sb-label').allTextContents()).toEqual([
      'wait'
    ]);
  });
});
