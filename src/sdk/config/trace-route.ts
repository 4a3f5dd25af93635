import { currentCollector, type CollectorTarget } from './collector';
import { currentDestination } from './experiment-choice';
import { read } from './environment';
import { localDestination } from './local-destination';
import { shared } from '../state';
import { forgetTurn, onceATurn } from './turn';
import { currentTarget, type TrackingTarget } from './tracking';

/** Where a trace goes: to MLflow, to a collector, or to both; nowhere when neither is set. */
export type TraceRoute = {
  readonly target: TrackingTarget | undefined;
  readonly collector: CollectorTarget | undefined;
};

/**
 * The route for a trace that starts now. A collector replaces MLflow, unless MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT asks
 * for both; a destination, which is an experiment of MLflow, goes before a collector.
 */
export function currentRoute(): TraceRoute {
  const { settings, destination } = shared;
  const local = localDestination();
  const isKnown =
    routed.settings === settings &&
    routed.destination === destination &&
    routed.local === local;
  if (!isKnown) {
    routed = { settings, destination, local };
    forgetTurn();
  }
  return routeOfTurn();
}

/** What code said when the route was found: what it says later holds at once. */
let routed: {
  readonly settings?: unknown;
  readonly destination?: unknown;
  readonly local?: unknown;
} = {};

const routeOfTurn = onceATurn((): TraceRoute => {
  const collector = currentCollector();
  if (collector === undefined || read('MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT')) {
    return { target: currentTarget(), collector };
  }
  return currentDestination() === undefined
    ? { target: undefined, collector }
    : { target: currentTarget(), collector: undefined };
});
