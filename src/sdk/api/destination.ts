import type { ExperimentChoice } from '../config/experiment-choice';
import { shared } from '../state';
import { choiceOf, type ExperimentOptions } from './configuration';
import { sendWaitingTraces } from './flush';

/** How far a destination reaches. */
export type DestinationOptions = {
  /** True: only for the async context of the call, so that two requests served at once have two destinations. */
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
    shared.localDestination.enterWith(choice);
  } else {
    shared.destination = choice;
  }
}

/** No destination any more, in this async context neither. */
export function resetDestination(): void {
  shared.destination = undefined;
  shared.localDestination.enterWith(undefined);
}

function checkedChoice(location: unknown): ExperimentChoice {
  if (typeof location !== 'object' || location === null) {
    throw new TypeError(
      `setDestination: got ${location === null ? 'null' : typeof location}, expected { experimentId } or { experimentName }`
    );
  }
  return choiceOf(location, 'setDestination');
}
