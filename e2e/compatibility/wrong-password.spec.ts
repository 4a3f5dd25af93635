import { describe, expect, it } from '@jest/globals';

import { sampleBundle } from '../../bench/viewer/page/sample-bundle';
import { BUNDLE_MIME_TYPE } from '../../src/bundle/mime-type';
import { keepScreenshot } from '../browser/chromium';
import { labSession } from '../browser/lab-session';
import { writeSavedNotebook } from '../browser/saved-notebook';
import { environmentWith } from './remote-mlflow';

const session = labSession('wrong-password', {
  env: environmentWith('not the password')
});

describe('a Jupyter server with the wrong password for MLflow', () => {
  it('says in plain words what is wrong', async () => {
    writeSavedNotebook(session.server.notebooks, 'saved.ipynb', {
      [BUNDLE_MIME_TYPE]: sampleBundle(3)
    });
    const lab = await session.newLab();
    await lab.open(session.server.pageOf('saved.ipynb'));
    await lab.declineKernel();
    const output = lab.page.locator('.sb-output');
    await output.getByRole('button', { name: 'MLflow', exact: true }).click();
    const refusal = output.locator('.sb-refusal').first();
    await refusal.waitFor();
    await keepScreenshot(lab.page, 'remote wrong password');
    expect(await refusal.innerText()).toMatch(
      /tracking server does not (let Jupyter in|accept).*credentials/s
    );
    expect(await output.innerText()).not.toContain('not the password');
    // Our own view stands there all the same.
    await output.locator('[role=treegrid]').waitFor();
  });
});
