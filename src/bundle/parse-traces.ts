import { parseText } from './open-data';
import { parseMlflowTrace, parseOtlp } from './parse-foreign';
import type { Problems } from './problems';
import {
  isList,
  isObject,
  kindOf,
  memberPath,
  type Unknown
} from './read-json';
import type { TraceRecord } from './types';

/** Members that hold one trace or many, each possibly as JSON text. */
const CONTAINERS = [
  'application/databricks.mlflow.trace',
  'traces',
  'trace_infos',
  'trace'
];

/** JSON text in a list in a container in a MIME bundle: no form nests deeper. */
const MAX_NESTING = 5;

/** The traces that a value holds in any known form; `undefined` when it holds none, which is noted. */
export function tracesOf(
  value: unknown,
  path: string,
  depth: number,
  problems: Problems
): readonly TraceRecord[] | undefined {
  const open =
    typeof value === 'string' ? parseText(value, path, problems) : value;
  if (typeof value === 'string' && open === undefined) {
    return undefined;
  }
  if (depth < MAX_NESTING && isList(open)) {
    return tracesOfList(open, path, depth, problems);
  }
  if (!isObject(open)) {
    problems.add(path, 'type', `expected a trace, found ${kindOf(open)}`);
    return undefined;
  }
  return depth < MAX_NESTING
    ? tracesOfObject(open, path, depth, problems)
    : unrecognized(open, path, problems);
}

function tracesOfList(
  list: readonly unknown[],
  path: string,
  depth: number,
  problems: Problems
): readonly TraceRecord[] | undefined {
  const read = list.map((entry, index) =>
    tracesOf(entry, `${path}[${index}]`, depth + 1, problems)
  );
  return read.length > 0 && read.every(traces => traces === undefined)
    ? undefined
    : read.flatMap(traces => traces ?? []);
}

function tracesOfObject(
  value: Unknown,
  path: string,
  depth: number,
  problems: Problems
): readonly TraceRecord[] | undefined {
  if ('resourceSpans' in value || 'resource_spans' in value) {
    return parseOtlp(value, path, problems);
  }
  const key = CONTAINERS.find(name => isContainer(value[name]));
  if (key !== undefined) {
    return tracesOf(value[key], path + memberPath(key), depth + 1, problems);
  }
  const trace = parseMlflowTrace(value, path, problems);
  return trace === undefined ? unrecognized(value, path, problems) : [trace];
}

function isContainer(value: unknown): boolean {
  return (
    typeof value === 'string' || (typeof value === 'object' && value !== null)
  );
}

function unrecognized(
  value: Unknown,
  path: string,
  problems: Problems
): readonly TraceRecord[] | undefined {
  const names = Object.keys(value).slice(0, 8).join(', ');
  problems.add(
    path,
    'unrecognized',
    `no known form of a trace; its members are: ${names === '' ? 'none' : names}`
  );
  return undefined;
}
