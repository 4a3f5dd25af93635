import '../../../style/mlflow.css';
import type { VNode } from 'preact';
import { mlflowStrings } from '../strings/mlflow';

/** Turns between our timeline and MLflow's own view of the trace. */
export function MlflowTool({
  isOn,
  onClick
}: {
  isOn: boolean;
  onClick: () => void;
}): VNode {
  return (
    <button
      type="button"
      class="sb-tool sb-mlflow-tool"
      title={mlflowStrings.toolTip}
      aria-pressed={isOn}
      onClick={onClick}
    >
      {mlflowStrings.tool}
    </button>
  );
}
