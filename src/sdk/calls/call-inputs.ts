import { types } from 'node:util';
import { VALUE_LIMITS } from '../values/limits';
import type { Literal } from './literal';
import { parametersOf, type Field, type Parameter } from './parameters';

type Entry = readonly [string, unknown];
type Inputs = Record<string, unknown>;

/**
 * The arguments of a call as one object: parameter name to value, defaults filled in where the source tells them.
 *
 * Rest parameters are arrays. A destructured object gives its fields by their names, read from data properties only.
 * What has no known name is under its position ("0", "1", …): arguments of native and bound functions, destructured
 * arrays, arguments beyond the parameters.
 */
export function callInputsOf(
  fn: object,
  args: readonly unknown[]
): Readonly<Record<string, unknown>> {
  const inputs: Inputs = {};
  const parameters = parametersOf(fn) ?? [];
  parameters.forEach((parameter, position) => {
    addParameter(inputs, parameter, position, args);
  });
  if (parameters.at(-1)?.kind !== 'rest') {
    args.slice(parameters.length).forEach((value, index) => {
      put(inputs, String(parameters.length + index), value);
    });
  }
  return inputs;
}

function addParameter(
  inputs: Inputs,
  parameter: Parameter,
  position: number,
  args: readonly unknown[]
): void {
  const value = args[position];
  switch (parameter.kind) {
    case 'name':
      set(inputs, parameter.name, orDefault(value, parameter.value));
      return;
    case 'rest':
      put(inputs, parameter.name, args.slice(position));
      return;
    case 'fields':
      addFields(inputs, parameter, position, value);
      return;
    case 'unknown':
      set(inputs, String(position), value);
  }
}

function addFields(
  inputs: Inputs,
  { fields, others, value }: Extract<Parameter, { kind: 'fields' }>,
  position: number,
  given: unknown
): void {
  const source = orDefault(given, value);
  const found = fieldValues(source, fields, others);
  const clashes = found?.some(([name]) => Object.hasOwn(inputs, name)) ?? true;
  if (found === undefined || clashes) {
    set(inputs, String(position), source);
    return;
  }
  for (const [name, fieldValue] of found) {
    set(inputs, name, fieldValue);
  }
}

/** Undefined when the fields cannot be read without running the user's code (getters, proxies). */
function fieldValues(
  source: unknown,
  fields: readonly Field[],
  others: string | undefined
): readonly Entry[] | undefined {
  if (typeof source !== 'object' || source === null || types.isProxy(source)) {
    return undefined;
  }
  const named = fields.map(({ key }) => key);
  const read = dataEntries(source, named);
  const rest =
    others === undefined
      ? []
      : dataEntries(
          source,
          Object.keys(source).filter(key => !named.includes(key))
        );
  if (read === undefined || rest === undefined) {
    return undefined;
  }
  const values = new Map(read);
  const entries = fields.map(({ key, value }): Entry => [
    key,
    orDefault(values.get(key), value)
  ]);
  return others === undefined
    ? entries
    : [...entries, [others, Object.fromEntries(rest)]];
}

function dataEntries(
  source: object,
  keys: readonly string[]
): readonly Entry[] | undefined {
  const properties = keys
    .slice(0, VALUE_LIMITS.items)
    .map(key => [key, Object.getOwnPropertyDescriptor(source, key)] as const);
  return properties.some(([, property]) => property?.get !== undefined)
    ? undefined
    : properties.map(([key, property]): Entry => [key, property?.value]);
}

function orDefault(value: unknown, literal: Literal): unknown {
  return value === undefined && literal.isKnown ? literal.value : value;
}

function set(inputs: Inputs, name: string, value: unknown): void {
  if (value !== undefined) {
    put(inputs, name, value);
  }
}

/** Also a parameter may be called `__proto__`, which an assignment takes for the prototype. */
function put(inputs: Inputs, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(inputs, name, { value, enumerable: true });
  } else {
    inputs[name] = value;
  }
}
