import { shared } from '../state';
import { read } from './environment';
import { localDestination } from './local-destination';

/** How to name the experiment that traces go to; the server's default one when nothing is said. */
export type ExperimentChoice =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'default' };

/** The destination of `tracing.setDestination`, of this async context first, or of MLFLOW_TRACING_DESTINATION. */
export function currentDestination(): ExperimentChoice | undefined {
  const id =
    localDestination() ??
    shared.destination ??
    read('MLFLOW_TRACING_DESTINATION');
  return typeof id === 'string' ? { kind: 'id', id } : id;
}

/** The experiment for a trace that starts now: the destination, else the active one. */
export function currentExperiment(): ExperimentChoice {
  return currentDestination() ?? activeExperiment();
}

/** The experiment for whatever is no trace, such as a run: what code set, the name, the id, the default one. */
export function activeExperiment(): ExperimentChoice {
  return (
    shared.settings.experiment ??
    experimentOf(read('MLFLOW_EXPERIMENT_NAME'), read('MLFLOW_EXPERIMENT_ID'))
  );
}

/** The name goes before the id, as in Python. */
function experimentOf(
  name: string | undefined,
  id: string | undefined
): ExperimentChoice {
  if (name !== undefined) {
    return { kind: 'name', name };
  }
  return id === undefined ? { kind: 'default' } : { kind: 'id', id };
}
