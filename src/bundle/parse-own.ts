import { present } from './present';
import { noProblems, type Problems } from './problems';
import { parseWireTrace } from './parse-wire';
import { openData } from './open-data';
import { isObject, MemberReader, type Unknown } from './read-json';
import {
  BUNDLE_VERSION,
  type ParseResult,
  type TraceBundle,
  type TraceSearch,
  type WaitingTraces
} from './types';

/**
 * Reads a bundle as the SDK writes it, and nothing else: what stands in an output needs no more code than this.
 * `undefined` for data in another form, which `parseBundle` may know.
 */
export function parseOwnBundle(data: unknown): ParseResult | undefined {
  const problems = noProblems();
  const value = openData(data, problems);
  return isOwnForm(value)
    ? resultOf(parseOwnForm(value, problems), problems)
    : undefined;
}

/** What was read, with all that was odd about it. */
export function resultOf(
  bundle: TraceBundle | undefined,
  { found }: Problems
): ParseResult {
  return bundle === undefined
    ? { ok: false, errors: found }
    : { ok: true, bundle, warnings: found };
}

/** True for a bundle of any version. */
export function isOwnForm(value: unknown): value is Unknown {
  return isObject(value) && 'version' in value;
}

/** The bundle in `value`, whose problems are noted; `undefined` when nothing of it can be read. */
export function parseOwnForm(
  value: Unknown,
  problems: Problems
): TraceBundle | undefined {
  const reader = new MemberReader(value, '$', problems);
  const isReadable = checkVersion(value['version'], problems);
  const traces = isReadable ? reader.list('traces') : undefined;
  if (traces === undefined) {
    if (isReadable && problems.found.length === 0) {
      problems.add('$.traces', 'missing', 'no-traces');
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
      search: parseSearch(reader),
      waiting: parseWaiting(reader)
    })
  };
}

/** Told whole or not at all. */
function parseWaiting(bundle: MemberReader): WaitingTraces | undefined {
  const members = bundle.object('waiting');
  if (members === undefined) {
    return undefined;
  }
  const reader = new MemberReader(members, '$.waiting', bundle.problems);
  const count = reader.number('count');
  const server = reader.text('server');
  const at = reader.text('at');
  return count === undefined || server === undefined || at === undefined
    ? undefined
    : { count, server, at };
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
    reader.note('page_token', 'missing', 'no-page-token');
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
    problems.add('$.version', 'type', 'no-version');
    return false;
  }
  if (version > BUNDLE_VERSION) {
    problems.add(
      '$.version',
      'version',
      'newer-version',
      String(version),
      String(BUNDLE_VERSION)
    );
    return false;
  }
  return true;
}
