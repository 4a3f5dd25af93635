import { numberFrom } from './environment';

/** The share of traces that is recorded, from MLFLOW_TRACE_SAMPLING_RATIO; 1 when that is not a number from 0 to 1. */
export function samplingRatio(): number {
  return numberFrom({
    name: 'MLFLOW_TRACE_SAMPLING_RATIO',
    fallback: 1,
    min: 0,
    max: 1
  });
}

/** True for 0, 1 and what lies between. */
export function isRatio(value: number): boolean {
  return value >= 0 && value <= 1;
}
