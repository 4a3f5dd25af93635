import { ServerConnection } from '@jupyterlab/services';
import type { TraceAddress } from '../view/host';
import { tracePage } from '../view/trace-page';
import { isLite } from './lite';

/** Where the server extension lets the browser to MLflow. */
const DOOR = 'spanbook/mlflow/';

/** The page of a stored trace in MLflow's UI, behind Jupyter's own address and login; none where there is no Jupyter. */
export function traceLink(trace: TraceAddress): string | undefined {
  const page = isLite() ? undefined : tracePage(trace);
  const { baseUrl } = ServerConnection.makeSettings();
  return page && `${baseUrl}${DOOR}${page}`;
}
