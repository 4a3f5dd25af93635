import { currentRun } from '../recording/ambient';
import { currentDestination, type ExperimentChoice } from './experiment-choice';
import { currentRoute, type TraceRoute } from './trace-route';
import type { TrackingTarget } from './tracking';

/** What the start of a trace itself says of where it goes. */
export type TargetOptions = {
  /** Goes before everything else that names an experiment. */
  readonly experiment?: ExperimentChoice | undefined;
  /** Goes before the active run. */
  readonly runId?: string | undefined;
};

/** Places that are remembered for one server: a program that makes a run for each trace must not grow. */
const MAX_VARIANTS = 100;

/** The same place with another experiment or run, made once so that traces for it share their requests. */
const variants = new WeakMap<TrackingTarget, Map<string, TrackingTarget>>();

/**
 * Where a trace that starts now goes. Its experiment is that of the first that names one: the start itself,
 * `tracing.setDestination`, the active run, `setExperiment`, MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID, the server.
 */
export function routeOfTrace({ experiment, runId }: TargetOptions): TraceRoute {
  const route = currentRoute();
  const run = currentRun();
  const id = runId ?? run?.info.runId;
  const choice = experiment ?? experimentOfRun(run?.info.experimentId);
  return route.target === undefined ||
    (choice === undefined && id === undefined)
    ? route
    : { ...route, target: variantOf(route.target, choice, id) };
}

function experimentOfRun(id: string | undefined): ExperimentChoice | undefined {
  return id === undefined || currentDestination() !== undefined
    ? undefined
    : { kind: 'id', id };
}

function variantOf(
  target: TrackingTarget,
  experiment: ExperimentChoice = target.experiment,
  runId: string | undefined
): TrackingTarget {
  const known = variants.get(target) ?? new Map<string, TrackingTarget>();
  variants.set(target, known);
  const key = JSON.stringify([experiment, runId]);
  const variant = known.get(key) ?? {
    ...target,
    experiment,
    runId,
    experimentId: experiment.kind === 'id' ? experiment.id : undefined
  };
  if (known.size >= MAX_VARIANTS && !known.has(key)) {
    known.clear();
  }
  known.set(key, variant);
  return variant;
}
