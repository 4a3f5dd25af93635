import { ServerConnection } from '@jupyterlab/services';
import type { TraceAddress } from '../view/host';
import { tracePage } from '../view/trace-page';

/** Where the server extension lets the browser to MLflow. */
const DOOR = 'spanbook/mlflow/';

/** The page of a stored trace in MLflow's UI, behind Jupyter's own address and login. */
export function traceLink(trace: TraceAddress): string | undefined {
  const page = tracePage(trace);
  const { baseUrl } = ServerConnection.makeSettings();
  return page && `${baseUrl}${DOOR}${page}`;
}
