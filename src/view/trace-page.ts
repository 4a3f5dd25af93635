import type { TraceAddress } from './host';

/** Where the page of a stored trace stands in MLflow's UI (3.x), behind the server's address; none outside experiments. */
export function tracePage({
  traceId,
  experimentId
}: TraceAddress): string | undefined {
  if (experimentId === undefined) {
    return undefined;
  }
  const [experiment, trace] = [experimentId, traceId].map(encodeURIComponent);
  return `#/experiments/${experiment}/traces?selectedEvaluationId=${trace}`;
}
