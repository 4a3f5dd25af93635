import type { BundleOptions } from '../../bundle';
import { read, type Environment } from '../config/environment';

/** What the environment says about the automatic display. */
export type DisplaySettings = {
  readonly isOn: boolean;
  /** Traces that the output of one cell holds; the others are counted. */
  readonly maxTraces: number;
  readonly bundle: BundleOptions;
};

/**
 * Reads `SPANBOOK_DISPLAY` (`expanded`, `collapsed`, `off`), `SPANBOOK_MAX_OUTPUT_BYTES` (UTF-8 bytes) and
 * `MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK`. What is absent, empty or malformed leaves the default: shown as the host
 * wishes, 2 MB, 10 traces.
 */
export function readDisplaySettings(env: Environment): DisplaySettings {
  const mode = read('SPANBOOK_DISPLAY', env);
  const maxBytes = read('SPANBOOK_MAX_OUTPUT_BYTES', env);
  return {
    isOn: mode !== 'off',
    maxTraces: read('MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK', env),
    bundle: {
      ...(mode === 'expanded' || mode === 'collapsed' ? { display: mode } : {}),
      ...(maxBytes === undefined ? {} : { maxBytes })
    }
  };
}
