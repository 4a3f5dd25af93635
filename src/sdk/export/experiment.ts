import { isObject } from '../../bundle/read-json';
import { keyValueMap } from '../trace/key-values';
import { textOf } from '../trace/read-text';

/** An experiment of the tracking server. */
export type Experiment = {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string;
  /** A deleted experiment takes no traces. */
  readonly lifecycleStage: 'active' | 'deleted';
  readonly tags: Readonly<Record<string, string>>;
};

/** Reads the member `experiment` of an answer of MLflow's REST API. */
export function readExperiment(value: unknown): Experiment {
  const experiment = isObject(value) ? value : {};
  return {
    experimentId: textOf(experiment['experiment_id']) ?? '',
    name: textOf(experiment['name']) ?? '',
    artifactLocation: textOf(experiment['artifact_location']) ?? '',
    lifecycleStage:
      experiment['lifecycle_stage'] === 'deleted' ? 'deleted' : 'active',
    tags: keyValueMap(experiment['tags'])
  };
}
