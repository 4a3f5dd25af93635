import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';

import { mimeBundleOf } from '../../../src/bundle/mime-bundle';
import type { LabPage } from '../lab-page';
import { WITHOUT_TRACKING } from '../jupyter-server';
import { labSession } from '../lab-session';
import { writeSavedCells } from '../saved-notebook';
import { atRest } from './at-rest';
import { FIXED, startPictures, type Pictures } from './pictures';
import { STATES } from './states';

const session = labSession('pictures', WITHOUT_TRACKING);
const NOTEBOOK = 'pictures.ipynb';

/** All outputs in sight at once, as what is out of sight is not drawn. */
const VIEWPORT = { width: 1600, height: 7000 };

const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  contrast: 'JupyterLab Dark High Contrast'
} as const;

describe.each(['lab', 'notebook'] as const)(
  'the view in a notebook looks as approved: %s',
  host => {
    let lab: LabPage | undefined;
    let pictures: Pictures | undefined;

    beforeAll(async () => {
      pictures = await startPictures();
      const { server } = session;
      writeSavedCells(
        server.notebooks,
        NOTEBOOK,
        STATES.map(({ bundle }) => mimeBundleOf(bundle))
      );
      lab = await session.newLab({ ...FIXED, viewport: VIEWPORT });
      const pageOf = host === 'lab' ? server.pageOf : server.notebookPageOf;
      await lab.open(pageOf(NOTEBOOK));
      await lab.declineKernel();
      const outputs = outputsOf(lab);
      await outputs.nth(STATES.length - 1).waitFor();
      for (const [at, { width, arrange }] of STATES.entries()) {
        const output = outputs.nth(at);
        await output.evaluate((element, given) => {
          element.style.maxWidth = `${given}px`;
        }, width);
        await atRest(outputs);
        await arrange(output);
      }
      await atRest(outputs);
    });
    afterAll(() => pictures?.stop());

    it.each(['light', 'dark', 'contrast'] as const)('%s', async look => {
      if (!lab || !pictures) throw new Error('only inside of a test');
      await lab.useTheme(THEMES[look]);
      const wrong: unknown[] = [];
      for (const [at, { name }] of STATES.entries()) {
        const picture = `${host}-${name}-${look}`;
        wrong.push(await pictures.compare(picture, outputsOf(lab).nth(at)));
      }
      expect(wrong.filter(Boolean)).toEqual([]);
    });
  }
);

const outputsOf = ({ page }: LabPage): Locator => page.locator('.sb-renderer');
