import { readExperiment, type Experiment } from '../export/experiment';
import { keyValueList } from '../trace/key-values';
import { textOf } from '../trace/read-text';
import { isNotFound } from './mlflow-exception';
import type { MlflowRest } from './mlflow-rest';

/** What may be said when an experiment is made. */
export type CreateExperimentOptions = {
  /** The server chooses when absent. */
  readonly artifactLocation?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
};

/** Makes MLflow's UI open the experiment on its traces. */
const EXPERIMENT_KIND = { 'mlflow.experimentKind': 'genai_development' };

/** The id of the new experiment. @throws MlflowException RESOURCE_ALREADY_EXISTS when the name is taken. */
export async function createExperiment(
  rest: MlflowRest,
  name: string,
  { artifactLocation, tags }: CreateExperimentOptions
): Promise<string> {
  const answer = await rest.ask({
    call: 'createExperiment',
    method: 'POST',
    path: '/api/2.0/mlflow/experiments/create',
    body: {
      name,
      ...(artifactLocation && { artifact_location: artifactLocation }),
      tags: keyValueList({ ...EXPERIMENT_KIND, ...tags })
    }
  });
  return textOf(answer['experiment_id']) ?? '';
}

/** @throws MlflowException RESOURCE_DOES_NOT_EXIST when there is none. */
export async function getExperiment(
  rest: MlflowRest,
  experimentId: string
): Promise<Experiment> {
  const answer = await rest.ask({
    call: 'getExperiment',
    method: 'GET',
    path: '/api/2.0/mlflow/experiments/get',
    query: [['experiment_id', experimentId]]
  });
  return readExperiment(answer['experiment']);
}

/** `null` when there is none of that name. */
export async function getExperimentByName(
  rest: MlflowRest,
  name: string
): Promise<Experiment | null> {
  try {
    const answer = await rest.ask({
      call: 'getExperimentByName',
      method: 'GET',
      path: '/api/2.0/mlflow/experiments/get-by-name',
      query: [['experiment_name', name]]
    });
    return readExperiment(answer['experiment']);
  } catch (error) {
    if (isNotFound(error)) {
      return null;
    }
    throw error;
  }
}
