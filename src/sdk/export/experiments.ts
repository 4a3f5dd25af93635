import type { TrackingTarget } from '../config/tracking';
import { HttpError } from './http-client';
import type { Experiment } from './experiment';
import { MlflowApi } from './mlflow-api';

/** The id of the experiment that every MLflow server has. */
const DEFAULT_EXPERIMENT_ID = '0';

/** The experiment of a target, made when it is chosen by a name that the server does not know. One attempt. */
export async function resolveExperiment(
  target: TrackingTarget
): Promise<Experiment> {
  const api = new MlflowApi(target);
  const { experiment } = target;
  switch (experiment.kind) {
    case 'id':
      return api.getExperiment(experiment.id);
    case 'default':
      return api.getExperiment(DEFAULT_EXPERIMENT_ID);
    case 'name':
      return experimentNamed(api, experiment.name);
  }
}

async function experimentNamed(
  api: MlflowApi,
  name: string
): Promise<Experiment> {
  const found = await api.findExperiment(name);
  if (found !== undefined) {
    return found;
  }
  try {
    return await api.getExperiment(await api.createExperiment(name));
  } catch (error) {
    const wasMadeMeanwhile =
      error instanceof HttpError &&
      error.errorCode === 'RESOURCE_ALREADY_EXISTS';
    const other = wasMadeMeanwhile ? await api.findExperiment(name) : undefined;
    if (other !== undefined) {
      return other;
    }
    throw error;
  }
}

/** The ids of experiments by target, asked for once; a failure is not remembered. */
export class ExperimentIds {
  private readonly _byTarget = new WeakMap<TrackingTarget, Promise<string>>();

  idOf(target: TrackingTarget): Promise<string> {
    const { experiment } = target;
    if (experiment.kind !== 'name') {
      return Promise.resolve(
        experiment.kind === 'id' ? experiment.id : DEFAULT_EXPERIMENT_ID
      );
    }
    const known = this._byTarget.get(target) ?? this._ask(target);
    this._byTarget.set(target, known);
    return known;
  }

  /** Asks again next time: the server does not know the id any more. */
  forget(target: TrackingTarget): void {
    this._byTarget.delete(target);
  }

  private async _ask(target: TrackingTarget): Promise<string> {
    try {
      const { experimentId } = await resolveExperiment(target);
      target.experimentId = experimentId;
      return experimentId;
    } catch (error) {
      this.forget(target);
      throw error;
    }
  }
}
