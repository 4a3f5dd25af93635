import * as trans from './trans';
import { words } from './words';

/** The words of the table of traces; apart from the others, as they are fetched with it. */
export const tableStrings = words({
  tableColumns: {
    select: trans.__('Compare'),
    state: trans.__('Status'),
    time: trans.__('Time'),
    name: trans.__('Name'),
    duration: trans.__('Duration'),
    tokens: trans.__('Tokens'),
    cost: trans.__('Cost'),
    session: trans.__('Session'),
    tags: trans.__('Tags'),
    request: trans.__('Request'),
    response: trans.__('Response'),
    assessments: trans.__('Assessments'),
    menu: trans.__('Take along')
  },
  traces: trans._n('{count} trace', '{count} traces'),
  showMoreTraces: trans._n(
    'Show {count} more trace',
    'Show {count} more traces'
  ),
  notInBundle: trans._n(
    '{count} more trace of this cell is not kept in the notebook.',
    '{count} more traces of this cell are not kept in the notebook.'
  ),
  filterTraces: trans.__('Filter traces'),
  filterHint: trans.__('name, text, key=value or /regex/'),
  badExpression: trans.__('Not a regular expression that can be used'),
  tracesShown: trans._n(
    '{shown} of {count} trace',
    '{shown} of {count} traces'
  ),
  columns: trans.__('Columns'),
  groupBySession: trans.__('By session'),
  session: trans._n(
    'Session {id}, {count} turn',
    'Session {id}, {count} turns'
  ),
  sessionTokens: trans._n('{count} token', '{count} tokens'),
  noSession: trans.__('No session'),
  asked: trans.__('Asked'),
  answered: trans.__('Answered'),
  noHits: trans.__('No trace fits the filter.')
});
