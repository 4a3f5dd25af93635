import { inspect } from 'node:util';
import type { ExperimentChoice } from '../config/experiment-choice';
import { currentTarget } from '../config/tracking';
import { resolveExperiment } from '../export/experiments';
import type { Experiment } from '../export/experiment';
import { shared } from '../state';
import { choiceOf, type ExperimentOptions } from './configuration';
import { sendWaitingTraces } from './flush';

/**
 * Sets the experiment for traces that start from now on: by name, made on the server when it is missing, or by id.
 *
 * It takes effect at once and asks the server nothing until the first trace is sent. The result may be awaited: then
 * the server is asked now, and gives the experiment, or an error when there is none of that id.
 *
 * @throws TypeError unless just one of name and id is given.
 * @example
 * setExperiment('support-bot');
 * const { experimentId } = await setExperiment('support-bot');
 */
export function setExperiment(
  experiment: string | ExperimentOptions
): PromiseLike<Experiment> {
  const choice = choiceOf(
    typeof experiment === 'string' ? { experimentName: experiment } : experiment
  );
  sendWaitingTraces();
  shared.settings = { ...shared.settings, experiment: choice };
  return new ChosenExperiment(choice);
}

/** Asks the server only when somebody awaits it: a promise nobody awaits would fail unseen, or too loudly. */
class ChosenExperiment implements PromiseLike<Experiment> {
  private readonly _choice: ExperimentChoice;
  private _answer: Promise<Experiment> | undefined;

  constructor(choice: ExperimentChoice) {
    this._choice = choice;
  }

  then<T = Experiment, E = never>(
    onFulfilled?: ((experiment: Experiment) => T | PromiseLike<T>) | null,
    onRejected?: ((error: unknown) => E | PromiseLike<E>) | null
  ): Promise<T | E> {
    this._answer ??= askFor(this._choice);
    return this._answer.then(onFulfilled, onRejected);
  }

  /** What a notebook prints when the call is the last one of a cell. */
  [inspect.custom](): string {
    const { _choice: choice } = this;
    return choice.kind === 'name'
      ? `Experiment "${choice.name}"`
      : `Experiment ${choice.kind === 'id' ? choice.id : 'by default'}`;
  }
}

async function askFor(experiment: ExperimentChoice): Promise<Experiment> {
  const target = currentTarget();
  if (target === undefined) {
    throw new Error(
      'setExperiment: no tracking server is set to find the experiment on'
    );
  }
  return resolveExperiment({ ...target, experiment });
}
