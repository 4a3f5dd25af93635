/** The words of the table of traces; apart from the others, as they are fetched with it. */
export const tableStrings = {
  tableColumns: {
    select: 'Compare',
    state: 'Status',
    time: 'Time',
    name: 'Name',
    duration: 'Duration',
    tokens: 'Tokens',
    cost: 'Cost',
    session: 'Session',
    tags: 'Tags',
    request: 'Request',
    response: 'Response',
    assessments: 'Assessments',
    menu: 'Take along'
  },
  filterTraces: 'Filter traces',
  filterHint: 'name, text, key=value or /regex/',
  badExpression: 'Not a regular expression that can be used',
  tracesShown: (shown: number, all: number): string =>
    shown === all
      ? `${all.toLocaleString()} traces`
      : `${shown.toLocaleString()} of ${all.toLocaleString()} traces`,
  columns: 'Columns',
  groupBySession: 'By session',
  session: (id: string, turns: number): string =>
    `Session ${id}, ${turns === 1 ? '1 turn' : `${turns.toLocaleString()} turns`}`,
  noSession: 'No session',
  asked: 'Asked',
  answered: 'Answered',
  noHits: 'No trace fits the filter.'
} as const;
