import { isJson, parseJson } from './json-text';
import { parseMlflowTrace, parseOtlp } from './parse-foreign';
import { parseWireTrace } from './parse-wire';
import { present } from './present';
import { noProblems, type Problems } from './problems';
import {
  isList,
  isObject,
  kindOf,
  MemberReader,
  memberPath,
  type Unknown
} from './read-json';
import {
  BUNDLE_MIME_TYPE,
  BUNDLE_VERSION,
  type ParseResult,
  type TraceBundle,
  type TraceRecord,
  type TraceSearch
} from './types';

/**
 * Reads a bundle, or traces in one of MLflow's own forms or in OTLP JSON (`docs/format.md` lists them), as an object
 * or as JSON text. Text is better: it loses no digit of a large integer. Never throws, whatever it is given: what
 * cannot be read is left out and noted with its path; the result is not ok only when nothing could be read.
 */
export function parseBundle(data: unknown): ParseResult {
  const problems = noProblems();
  const bundle = bundleFrom(data, problems);
  return bundle === undefined
    ? { ok: false, errors: problems.found }
    : { ok: true, bundle, warnings: problems.found };
}

function bundleFrom(
  data: unknown,
  problems: Problems
): TraceBundle | undefined {
  const open = typeof data === 'string' ? parseFile(data, problems) : data;
  // A MIME bundle as `mimeBundleOf` makes it, or as a saved output holds it.
  const value = isObject(open) ? (open[BUNDLE_MIME_TYPE] ?? open) : open;
  if (isObject(value) && 'version' in value) {
    return parseWire(value, problems);
  }
  const isKnownToBeBad = typeof data === 'string' && open === undefined;
  const traces = isKnownToBeBad ? undefined : tracesOf(value, '$', 0, problems);
  return traces === undefined ? undefined : { traces };
}

function parseWire(
  value: Unknown,
  problems: Problems
): TraceBundle | undefined {
  const reader = new MemberReader(value, '$', problems);
  const isReadable = checkVersion(value['version'], problems);
  const traces = isReadable ? reader.list('traces') : undefined;
  if (traces === undefined) {
    if (isReadable && problems.found.length === 0) {
      problems.add('$.traces', 'missing', 'expected an array of traces');
    }
    return undefined;
  }
  const read = traces.flatMap((trace, index) => {
    const record = parseWireTrace(trace, `$.traces[${index}]`, problems);
    return record === undefined ? [] : [record];
  });
  return read.length === 0 && traces.length > 0
    ? undefined
    : { traces: read, ...parseWishes(reader) };
}

function parseWishes(reader: MemberReader): Omit<TraceBundle, 'traces'> {
  const display = reader.text('display');
  const moreIds = reader.text('more_ids')?.split(' ').filter(Boolean);
  return {
    ...(display === 'expanded' || display === 'collapsed' ? { display } : {}),
    ...present({
      more: reader.number('more'),
      moreIds,
      search: parseSearch(reader)
    })
  };
}

/** A search that cannot be asked for its next page is of no use: it is left out. */
function parseSearch(bundle: MemberReader): TraceSearch | undefined {
  const members = bundle.object('search');
  if (members === undefined) {
    return undefined;
  }
  const reader = new MemberReader(members, '$.search', bundle.problems);
  const pageToken = reader.text('page_token');
  if (pageToken === undefined) {
    reader.note('page_token', 'missing', 'expected the token of the next page');
    return undefined;
  }
  const orderBy = reader.list('order_by');
  return {
    experimentIds: textsOf(reader.list('experiment_ids') ?? []),
    ...present({
      filter: reader.text('filter'),
      orderBy: orderBy === undefined ? undefined : textsOf(orderBy)
    }),
    pageToken
  };
}

function textsOf(list: readonly unknown[]): readonly string[] {
  return list.filter(text => typeof text === 'string');
}

function checkVersion(version: unknown, problems: Problems): boolean {
  if (typeof version !== 'number' || !Number.isInteger(version)) {
    problems.add('$.version', 'type', 'expected an integer');
    return false;
  }
  if (version > BUNDLE_VERSION) {
    problems.found.push({
      path: '$.version',
      code: 'version',
      message: `version ${version}, this parser reads up to ${BUNDLE_VERSION}`,
      facts: { found: version, supported: BUNDLE_VERSION }
    });
    return false;
  }
  return true;
}

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
function tracesOf(
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

/** The value of a JSON text; of JSON Lines, as exporters write a trace a line, the lines. */
function parseFile(text: string, problems: Problems): unknown {
  const lines = text.trim().split(/\r?\n/);
  const isLines = lines.length > 1 && lines.slice(0, 2).every(isJson);
  return isLines
    ? lines.filter(line => line.trim() !== '')
    : parseText(text, '$', problems);
}

function parseText(text: string, path: string, problems: Problems): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    problems.add(
      path,
      'json',
      error instanceof Error ? error.message : 'not JSON'
    );
    return undefined;
  }
}
