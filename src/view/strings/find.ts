/** The words of find and filter: fetched with their panel. */
export const findStrings = {
  field: 'Find in names and content',
  hint: 'Find text or /expression/i',
  next: 'Next match',
  previous: 'Previous match',
  close: 'Close find and filter',
  hitOf: (place: number, count: number): string =>
    `${place.toLocaleString()} of ${count.toLocaleString()}`,
  noHit: 'No match',
  onlyRead: (read: number, all: number): string =>
    `stopped after ${read.toLocaleString()} of ${all.toLocaleString()} spans`,
  badExpression: (why: string): string => `Not an expression: ${why}`,
  slowExpression:
    'Not searched: this expression could run for minutes. Repeat no repetition inside another.',
  filters: 'Filters',
  errors: 'Errors',
  hits: 'Matches only',
  duration: 'Duration at least',
  durationHint: '≥ 100 ms',
  badDuration: 'Not a duration: write 250 ms, 1.5 s or 2 m',
  attribute: 'Attribute, as key or key=value',
  attributeHint: 'attribute=value',
  otherType: 'other',
  moreTypes: (count: number): string => `${count.toLocaleString()} more types`,
  clear: 'Clear filters',
  spansOf: (count: number, all: number): string =>
    `${count.toLocaleString()} of ${all.toLocaleString()} spans`
} as const;
