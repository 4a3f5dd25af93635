import type { Finding } from '../../bundle/types';
import type { TraceWarning } from '../../model/types';
import * as trans from './trans';
import { words } from './words';

/** The words of what is wrong or odd in the data: fetched with the first card or list of it. */
export const problemStrings = words({
  failedTitle: trans.__('This trace cannot be shown'),
  moreErrors: trans._n('and {count} more problem', 'and {count} more problems'),
  warnings: trans._n('{count} oddity', '{count} oddities'),

  findings: {
    'not-json': trans.__('not JSON: {why}'),
    'no-known-form': trans.__(
      'no known form of a trace; its members are: {names}'
    ),
    'newer-version': trans.__(
      'version {found}, this parser reads up to {supported}'
    ),
    'no-version': trans.__('expected an integer'),
    'no-traces': trans.__('expected an array of traces'),
    'no-page-token': trans.__('expected the token of the next page'),
    'no-trace': trans.__('expected a trace, found {type}'),
    'no-trace-id': trans.__('expected the id of the trace'),
    'no-span': trans.__('expected a span, found {type}'),
    'no-span-id': trans.__('expected the id of the span'),
    'no-string': trans.__('expected a string, found {type}'),
    'no-number': trans.__('expected a finite number, found {type}'),
    'no-object': trans.__('expected an object, found {type}'),
    'no-array': trans.__('expected an array, found {type}'),
    'no-time': trans.__('expected a time'),
    'no-nanoseconds': trans.__('expected nanoseconds since the epoch'),
    'no-duration': trans.__('expected a duration'),
    'no-ids': trans.__(
      'expected 16 hexadecimal digits for each span, or an array of strings'
    ),
    'no-cut': trans.__('expected `row:bytes`'),
    'other-count': trans.__('does not fit the {ids} ids'),
    'no-such-row': trans.__('names rows that do not exist'),
    'no-text-of-row': trans.__(
      'expected text for an existing row, found {type} at {row}'
    ),
    'values-missing': trans.__(
      'expected {wanted} values, some are missing or wrong'
    ),
    'unknown-state': trans.__('unknown state {state}'),
    'unknown-status': trans.__('unknown status code'),
    unreadable: trans.__('Spanbook failed while reading this trace. {why}'),
    'view-failed': trans.__('Spanbook failed while drawing this trace. {why}')
  } satisfies Readonly<Record<Finding, string>>,

  odd: {
    orphan: trans._n(
      'parent not in the trace: {count} span',
      'parent not in the trace: {count} spans'
    ),
    cycle: trans._n(
      'own ancestor, made a root: {count} span',
      'own ancestor, made a root: {count} spans'
    ),
    'duplicate-id': trans._n(
      'id used before: {count} span',
      'id used before: {count} spans'
    ),
    'several-roots': trans._n(
      'more than one root: {count} span',
      'more than one root: {count} spans'
    ),
    'negative-duration': trans._n(
      'end before start: {count} span',
      'end before start: {count} spans'
    ),
    'missing-time': trans._n(
      'start or end not recorded: {count} span',
      'start or end not recorded: {count} spans'
    ),
    'no-spans': trans._n('no spans are stored', 'no spans are stored')
  } satisfies Readonly<Record<TraceWarning['code'], readonly [string, string]>>
});

type Filled = string | ((...values: (string | number)[]) => string);

/** What is wrong, as a sentence. */
export function findingText(
  finding: Finding,
  values: readonly (string | number)[]
): string {
  const text: Filled = problemStrings.findings[finding];
  return typeof text === 'string' ? text : text(...values);
}

/** What was odd and mended, with the number of spans that it concerns. */
export function oddityText({
  code,
  count
}: Pick<TraceWarning, 'code' | 'count'>): string {
  const text: string | ((count: number) => string) = problemStrings.odd[code];
  return typeof text === 'string' ? text : text(count);
}
