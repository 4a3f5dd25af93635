import type { ExperimentChoice } from '../config/experiment-choice';
import { setLocalDestination } from '../config/local-destination';
import { shared } from '../state';
import { choiceOf, type ExperimentOptions } from './configuration';
import { sendWaitingTraces } from './flush';

/** How far a destination reaches. */
export type DestinationOptions = {
  /**
   * True: only for the scope of `tracing.context` or `withRun` around the call, so that two requests served at once have
   * two destinations. Outside of any it holds for what the calling function does next, and in a notebook for the cell
   * at most.
   */
  readonly contextLocal?: boolean | undefined;
};

/** Implements `tracing.setDestination`; see there. */
export function setDestination(
  location: ExperimentOptions,
  { contextLocal = false }: DestinationOptions = {}
): void {
  const choice = checkedChoice(location);
  sendWaitingTraces();
  if (contextLocal) {
    setLocalDestination(choice);
  } else {
    shared.destination = choice;
  }
}

/** No destination any more, in this async context neither. */
export function resetDestination(): void {
  shared.destination = undefined;
  setLocalDestination(undefined);
}

function checkedChoice(location: unknown): ExperimentChoice {
  if (typeof location !== 'object' || location === null) {
    throw new TypeError(
      `setDestination: got ${location === null ? 'null' : typeof location}, expected { experimentId } or { experimentName }`
    );
  }
  return choiceOf(location, 'setDestination');
}
