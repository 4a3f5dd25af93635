import type { Microseconds } from '../bundle/types';

const UNITS: Readonly<Record<string, Microseconds>> = {
  us: 1,
  µs: 1,
  μs: 1,
  ms: 1e3,
  s: 1e6,
  m: 60e6,
  min: 60e6,
  h: 3600e6
};

/** Reads a length of time as people type it: `250 ms`, `1.5s`, `2m`, `300` (milliseconds); `undefined` for anything else. */
export function readDuration(text: string): Microseconds | undefined {
  const [, amount, unit = ''] =
    /^\s*(\d*[.,]?\d+)\s*([a-zµμ]*)\s*$/i.exec(text) ?? [];
  const size = UNITS[unit.toLowerCase() || 'ms'];
  return amount === undefined || size === undefined
    ? undefined
    : Number(amount.replace(',', '.')) * size;
}
