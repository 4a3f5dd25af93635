import { ServerConnection } from '@jupyterlab/services';
import type { TraceAddress } from '../view/host';

/** Where the server extension lets the browser to MLflow. */
const DOOR = 'spanbook/mlflow/';

/**
 * The page of a stored trace in MLflow's UI (3.x), behind Jupyter's own address and login; none for a trace that is
 * in no experiment.
 */
export function traceLink({
  traceId,
  experimentId
}: TraceAddress): string | undefined {
  if (experimentId === undefined) {
    return undefined;
  }
  const { baseUrl } = ServerConnection.makeSettings();
  const [experiment, trace] = [experimentId, traceId].map(encodeURIComponent);
  return `${baseUrl}${DOOR}#/experiments/${experiment}/traces?selectedEvaluationId=${trace}`;
}
