import { parseText } from './open-data';
import { parseMlflowTrace, parseOtlp, tracesOfOtlp } from './parse-foreign';
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
  const open = opened(value, path, problems);
  if (typeof value === 'string' && open === undefined) {
    return undefined;
  }
  if (depth < MAX_NESTING && isList(open)) {
    return tracesOfList(open, path, depth, problems);
  }
  if (!isObject(open)) {
    problems.add(path, 'type', 'no-trace', kindOf(open));
    return undefined;
  }
  return depth < MAX_NESTING
    ? tracesOfObject(open, path, depth, problems)
    : unrecognized(open, path, problems);
}

function opened(value: unknown, path: string, problems: Problems): unknown {
  return typeof value === 'string' ? parseText(value, path, problems) : value;
}

/** The requests of OTLP among the entries are read as one, in the place of the first: a trace comes in pieces. */
function tracesOfList(
  list: readonly unknown[],
  path: string,
  depth: number,
  problems: Problems
): readonly TraceRecord[] | undefined {
  const entries = Array.from(list, (entry, index) => {
    const place = `${path}[${index}]`;
    const value = opened(entry, place, problems);
    const isNoJson = typeof entry === 'string' && value === undefined;
    return { place, value, isNoJson };
  });
  const first = entries.findIndex(({ value }) => isOtlp(value));
  const spans = entries.flatMap(({ value, place }) =>
    isOtlp(value) ? parseOtlp(value, place, problems) : []
  );
  const read = entries.map(({ value, place, isNoJson }, index) => {
    if (isOtlp(value)) {
      return index === first ? tracesOfOtlp(spans) : [];
    }
    return isNoJson
      ? undefined // which is noted
      : tracesOf(value, place, depth + 1, problems);
  });
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
  if (isOtlp(value)) {
    return tracesOfOtlp(parseOtlp(value, path, problems));
  }
  const key = CONTAINERS.find(name => isContainer(value[name]));
  if (key !== undefined) {
    return tracesOf(value[key], path + memberPath(key), depth + 1, problems);
  }
  if (isColumn(value)) {
    return tracesOfList(Object.values(value), path, depth, problems);
  }
  const trace = parseMlflowTrace(value, path, problems);
  return trace === undefined ? unrecognized(value, path, problems) : [trace];
}

/** The column of a data frame as pandas writes it, by the numbers of the rows. */
function isColumn(value: Unknown): boolean {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every(key => /^\d+$/.test(key));
}

function isOtlp(value: unknown): value is Unknown {
  return (
    isObject(value) && ('resourceSpans' in value || 'resource_spans' in value)
  );
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
    'no-known-form',
    names === '' ? '–' : names
  );
  return undefined;
}
