import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';

import {
  keepScreenshot,
  launchChromium,
  watch,
  type Misdeeds
} from './chromium';
import {
  startJupyter,
  type JupyterServer,
  type ServerOptions
} from './jupyter-server';
import { LabPage } from './lab-page';

/** What the tests of one file share. */
export type LabSession = {
  readonly server: JupyterServer;
  /** A new page of JupyterLab, 1280 × 900 unless told otherwise, open until the file's tests are over. */
  newLab(options?: BrowserContextOptions): Promise<LabPage>;
};

/**
 * Starts one JupyterLab and one Chromium for a spec file and ends them; call it once at the file's top. After each
 * test it keeps a picture of the page used last, and demands that no page made a request off this JupyterLab or
 * logged an error of ours.
 */
export function labSession(
  name: string,
  options: ServerOptions = {}
): LabSession {
  const misdeeds: Misdeeds = { foreignRequests: [], ourErrors: [] };
  let browser: Browser | undefined;
  let server: JupyterServer | undefined;
  let lab: LabPage | undefined;
  const started = () => {
    if (!server || !browser) throw new Error('only inside of a test');
    return { server, browser };
  };
  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startJupyter(name, options),
      launchChromium()
    ]);
  }, 180_000);
  afterEach(async () => {
    const test = expect.getState().currentTestName ?? '';
    if (lab) await keepScreenshot(lab.page, `${name} ${test}`);
    expect(misdeeds).toEqual({ foreignRequests: [], ourErrors: [] });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  return {
    get server() {
      return started().server;
    },
    async newLab(options) {
      const page = await started().browser.newPage({
        viewport: { width: 1280, height: 900 },
        ...options
      });
      watch(page, started().server.origin, misdeeds);
      lab = new LabPage(page);
      return lab;
    }
  };
}
