import process from 'node:process';
import { warn } from '../diag';
import { jsonTextOf } from '../values/json-text';
import { noteVariable } from './turn';
import type { Variable } from './variable';
import { VARIABLES, type VariableName } from './variables';

/** Where variables stand: `process.env`, or a copy of it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable holds, by its name. */
export type ValueOf<Name extends VariableName> =
  (typeof VARIABLES)[Name] extends Variable<infer T> ? T : never;

/** The wrong value of each variable that was reported last: reading it again says nothing new. */
const reported = new Map<VariableName, string>();

/**
 * The value of a variable now. Absent and empty mean the default; a value that cannot be meant gives one diagnostic
 * with what is accepted, and the default.
 */
export function read<Name extends VariableName>(
  name: Name,
  environment: Environment = process.env
): ValueOf<Name> {
  const given = textIn(environment, name)?.trim() ?? '';
  // The table gives each name its own type, which the union of them all hides.
  const variable = VARIABLES[name] as Variable<ValueOf<Name>>;
  if (given === '') {
    return variable.fallback;
  }
  const value = variable.parse(given);
  if (value === undefined) {
    reportWrong(name, given, variable);
    return variable.fallback;
  }
  return value;
}

/** Sets a variable for this process. */
export function write(name: VariableName, value: string): void {
  process.env[name] = value;
}

/** True when the variable says something. */
export function isGiven(
  name: VariableName,
  environment: Environment = process.env
): boolean {
  return (textIn(environment, name)?.trim() ?? '') !== '';
}

/** What a variable says as it stands there. */
export function textOf(name: string): string | undefined {
  return textIn(process.env, name);
}

function textIn(environment: Environment, name: string): string | undefined {
  const text = environment[name];
  if (environment === process.env) {
    noteVariable(name, text);
  }
  return text;
}

function reportWrong(
  name: VariableName,
  given: string,
  { accepted, fallback, isSecret }: Variable<unknown>
): void {
  if (reported.get(name) !== given) {
    reported.set(name, given);
    const shown = isSecret === true ? 'its value' : `"${given}"`;
    const outcome =
      fallback === undefined
        ? 'it is ignored'
        : `the default, ${jsonTextOf(fallback)}, is used`;
    warn(
      `${name} ${shown}`,
      `${name}: ${shown} is not ${accepted}; ${outcome}`
    );
  }
}
