import process from 'node:process';
import { warn } from '../diag';

/** A number variable: what it is when it is not set, and what it may be. */
export type NumberVariable = {
  readonly name: string;
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
};

/** The number in the variable; a wrong one gives one diagnostic and the default. */
export function numberFrom(variable: NumberVariable): number {
  const { name, fallback, min, max } = variable;
  const text = process.env[name]?.trim();
  if (text === undefined || text === '') {
    return fallback;
  }
  const value = Number(text);
  if (value >= min && value <= max) {
    return value;
  }
  warn(
    name,
    `${name}: "${text}" is not a number from ${min} to ${max}, ${fallback} is used`
  );
  return fallback;
}

const TRUE = new Set(['true', '1']);
const FALSE = new Set(['false', '0']);

/** The boolean in the variable (true, false, 1, 0); a wrong one gives one diagnostic and the default. */
export function booleanFrom(name: string, fallback: boolean): boolean {
  const text = process.env[name]?.trim().toLowerCase();
  if (text === undefined || text === '') {
    return fallback;
  }
  if (TRUE.has(text) || FALSE.has(text)) {
    return TRUE.has(text);
  }
  warn(
    name,
    `${name}: "${text}" is not true, false, 1 or 0, ${fallback} is used`
  );
  return fallback;
}
