import process from 'node:process';
import { warn } from '../diag';

/** The share of traces that is recorded, from MLFLOW_TRACE_SAMPLING_RATIO; 1 when that is not a number from 0 to 1. */
export function samplingRatio(): number {
  const text = process.env['MLFLOW_TRACE_SAMPLING_RATIO'];
  if (text === undefined || text === '') {
    return 1;
  }
  const ratio = Number(text);
  if (isRatio(ratio)) {
    return ratio;
  }
  warn(
    'sampling ratio',
    `MLFLOW_TRACE_SAMPLING_RATIO: "${text}" is not a number from 0 to 1, every trace is recorded`
  );
  return 1;
}

/** True for 0, 1 and what lies between. */
export function isRatio(value: number): boolean {
  return value >= 0 && value <= 1;
}
