import type { BundleOptions, DisplayMode } from '../../bundle';

/** What the environment says about the automatic display. */
export type DisplaySettings = {
  readonly isOn: boolean;
  /** Traces that the output of one cell holds; the others are counted. */
  readonly maxTraces: number;
  readonly bundle: BundleOptions;
};

/** MLflow's default of MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK (3.17). */
const MAX_TRACES = 10;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `SPANBOOK_DISPLAY` (`expanded`, `collapsed`, `off`), `SPANBOOK_MAX_OUTPUT_BYTES` (UTF-8 bytes) and
 * `MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK`. What is absent, empty or malformed leaves the default: shown as the host
 * wishes, 2 MB, 10 traces.
 */
export function readDisplaySettings(env: Environment): DisplaySettings {
  const mode = env['SPANBOOK_DISPLAY']?.trim().toLowerCase();
  const maxBytes = readCount(env['SPANBOOK_MAX_OUTPUT_BYTES']);
  return {
    isOn: mode !== 'off',
    maxTraces:
      readCount(env['MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK']) ?? MAX_TRACES,
    bundle: {
      ...(isDisplayMode(mode) ? { display: mode } : {}),
      ...(maxBytes === undefined ? {} : { maxBytes })
    }
  };
}

function isDisplayMode(mode: string | undefined): mode is DisplayMode {
  return mode === 'expanded' || mode === 'collapsed';
}

function readCount(text: string | undefined): number | undefined {
  const count = Number(text?.trim() || NaN);
  return Number.isSafeInteger(count) && count > 0 ? count : undefined;
}
