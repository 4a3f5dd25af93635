import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { objectIn } from '../tracking/answers';
import { Requests } from '../tracking/requests';
import type { MlflowPage, TraceAddress } from '../view/host';
import { tracePage } from '../view/trace-page';
import { behindJupyter } from './behind-jupyter';
import { mlflowServer } from './mlflow-server';

const NOTEBOOK_PAGE = 'static-files/lib/notebook-trace-renderer/index.html';

/** MLflow's view of a trace for notebooks. @throws Refusal that says why there is none */
export async function notebookPage(
  { traceId }: TraceAddress,
  trans: TranslationBundle
): Promise<MlflowPage> {
  const { experimentId = '' } = await mlflowServer(trans).getInfo(traceId);
  const asked = new URLSearchParams({
    trace_id: traceId,
    experiment_id: experimentId
  });
  return pageAt(`${NOTEBOOK_PAGE}?${asked.toString()}`, trans);
}

/** A stored trace in MLflow's full UI, or the UI's first page. @throws Refusal that says why there is none */
export async function fullPage(
  trace: TraceAddress | null,
  theme: 'light' | 'dark',
  trans: TranslationBundle
): Promise<MlflowPage> {
  const info = trace && (await mlflowServer(trans).getInfo(trace.traceId));
  const page = info && tracePage({ experimentId: '0', ...info });
  return pageAt(`?spanbook_theme=${theme}${page ?? ''}`, trans);
}

/** The server looks whether MLflow has the pages, before it says where. */
async function pageAt(
  path: string,
  trans: TranslationBundle
): Promise<MlflowPage> {
  const requests = new Requests(behindJupyter('spanbook/', trans));
  const { address, mlflow_version: version } = objectIn(
    await requests.ask({ path: 'frame' })
  );
  const { baseUrl } = ServerConnection.makeSettings();
  return {
    address: `${new URL(String(address), baseUrl).href}${path}`,
    version: String(version)
  };
}
