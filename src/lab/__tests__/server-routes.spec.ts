/** @jest-environment node */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { page } from './node-page';
import { PageConfig } from '@jupyterlab/coreutils';
import { serverRoutes } from '../server-routes';
import { untranslated } from './fakes';

let asked: string[];
let answer: () => Response;

// JupyterLab's own code asks, by the address of its page and by what stands for the network here.
PageConfig.setOption('baseUrl', 'http://lab.test/user/bob/');
globalThis.fetch = async input => {
  const { method, url } = new Request(input);
  asked.push(`${method} ${url}`);
  return answer();
};
const routes = serverRoutes(untranslated);

beforeEach(() => {
  asked = [];
  page.isLite = false;
});

describe("what Spanbook's server extension tells of the tracking server", () => {
  it('is its state, its address and the end of its log', async () => {
    answer = () =>
      Response.json({
        state: 'failed',
        message: 'MLflow has ended.',
        tracking_uri: 'http://127.0.0.1:5000',
        mlflow_version: null,
        log: ['one', 'two']
      });
    expect(await routes.status()).toEqual({
      state: 'failed',
      message: 'MLflow has ended.',
      trackingUri: 'http://127.0.0.1:5000',
      log: ['one', 'two']
    });
    expect(asked).toEqual(['GET http://lab.test/user/bob/spanbook/status']);
  });

  it('is "off" where it does not run', async () => {
    answer = () => new Response('<html>', { status: 404 });
    const { state, message } = await routes.status();
    expect(state).toBe('off');
    expect(message).toContain("Spanbook's server extension is not running");
  });

  it('is "away" while nobody answers', async () => {
    answer = () => {
      throw new TypeError('Failed to fetch');
    };
    expect((await routes.status()).state).toBe('away');
  });

  it.each([
    ['who is logged out', () => new Response('no', { status: 403 })],
    ['a state of a later version', () => Response.json({ state: 'asleep' })],
    ['an answer that is no JSON', () => new Response('oops')]
  ])('is "unknown" for %s', async (_, answering) => {
    answer = answering;
    expect((await routes.status()).state).toBe('unknown');
  });

  it('is the log by itself, and the state after a restart', async () => {
    answer = () => Response.json({ lines: ['one', 2, 'three'] });
    expect(await routes.log()).toEqual(['one', 'three']);
    answer = () => Response.json({ state: 'starting', message: 'again' });
    expect((await routes.restart()).state).toBe('starting');
    expect(asked.at(-1)).toBe('POST http://lab.test/user/bob/spanbook/restart');
  });

  it('is asked for nowhere in JupyterLite', async () => {
    page.isLite = true;
    const lite = serverRoutes(untranslated);
    const { state, message } = await lite.status();
    expect(state).toBe('off');
    expect(message).toContain('JupyterLite has no server');
    await expect(lite.restart()).rejects.toThrow('JupyterLite has no server');
    expect(asked).toEqual([]);
  });
});
