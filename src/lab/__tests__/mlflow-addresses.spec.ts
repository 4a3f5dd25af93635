/** @jest-environment node */
import { beforeEach, describe, expect, it } from '@jest/globals';
import './node-page';
import { PageConfig } from '@jupyterlab/coreutils';
import { fullPage, notebookPage } from '../mlflow-addresses';
import { untranslated } from './fakes';

const FRAME = '/user/bob/spanbook/mlflow/~ticket/3.17.2/';

let asked: string[];
let frame: () => Response;

// JupyterLab's own code asks, by the address of its page and by what stands for the network here.
PageConfig.setOption('baseUrl', 'http://lab.test/user/bob/');
globalThis.fetch = async input => {
  const { pathname } = new URL(new Request(input).url);
  asked.push(pathname);
  if (pathname.endsWith('/spanbook/frame')) {
    return frame();
  }
  return pathname.endsWith('tr-known')
    ? Response.json({
        trace: {
          trace_info: {
            trace_id: 'tr-known',
            trace_location: {
              type: 'MLFLOW_EXPERIMENT',
              mlflow_experiment: { experiment_id: '7' }
            }
          }
        }
      })
    : Response.json(
        { error_code: 'X', message: 'no such trace' },
        { status: 404 }
      );
};

beforeEach(() => {
  asked = [];
  frame = () => Response.json({ address: FRAME, mlflow_version: '3.17.2' });
});

describe("the address of MLflow's own view of a trace", () => {
  it('is below any base URL, and names the experiment that the server has it in', async () => {
    expect(await notebookPage({ traceId: 'tr-known' }, untranslated)).toEqual({
      address: `http://lab.test${FRAME}static-files/lib/notebook-trace-renderer/index.html?trace_id=tr-known&experiment_id=7`,
      version: '3.17.2'
    });
  });

  it('is none for a trace that the server does not have', async () => {
    await expect(
      notebookPage({ traceId: 'tr-gone' }, untranslated)
    ).rejects.toThrow('no such trace');
    expect(asked.filter(path => path.endsWith('frame'))).toEqual([]);
  });

  it('is none, with the reason, where the server has no pages', async () => {
    frame = () =>
      new Response('MLflow 2.19.0 has no view for notebooks.\n', {
        status: 501,
        headers: { 'Content-Type': 'text/plain; charset=utf-8' }
      });
    await expect(
      notebookPage({ traceId: 'tr-known' }, untranslated)
    ).rejects.toThrow('MLflow 2.19.0 has no view for notebooks.');
  });
});

describe("the address of MLflow's full UI", () => {
  it('has the trace open, and the theme of JupyterLab', async () => {
    const { address } = await fullPage(
      { traceId: 'tr-known' },
      'dark',
      untranslated
    );
    expect(address).toBe(
      `http://lab.test${FRAME}?spanbook_theme=dark#/experiments/7/traces?selectedEvaluationId=tr-known`
    );
  });

  it('is that of its first page without a trace', async () => {
    const { address } = await fullPage(null, 'light', untranslated);
    expect(address).toBe(`http://lab.test${FRAME}?spanbook_theme=light`);
  });
});
