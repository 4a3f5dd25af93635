import * as trans from './trans';
import { words } from './words';

/** The words of find and filter: fetched with their panel. */
export const findStrings = words({
  field: trans.__('Find in names and content'),
  hint: trans.__('Find text or /expression/i'),
  next: trans.__('Next match'),
  previous: trans.__('Previous match'),
  close: trans.__('Close find and filter'),
  hitOf: trans.__('{place} of {count}'),
  noHit: trans.__('No match'),
  onlyRead: trans._n(
    'stopped after {read} of {count} span',
    'stopped after {read} of {count} spans'
  ),
  badExpression: trans.__('Not an expression: {why}'),
  slowExpression: trans.__(
    'Not searched: this expression could run for minutes. Repeat no repetition inside another.'
  ),
  filters: trans.__('Filters'),
  errors: trans.__('Errors'),
  hits: trans.__('Matches only'),
  duration: trans.__('Duration at least'),
  durationHint: trans.__('≥ 100 ms'),
  badDuration: trans.__('Not a duration: write 250 ms, 1.5 s or 2 m'),
  attribute: trans.__('Attribute, as key or key=value'),
  attributeHint: trans.__('attribute=value'),
  otherType: trans.__('other'),
  moreTypes: trans._n('{count} more type', '{count} more types'),
  clear: trans.__('Clear filters'),
  spansOf: trans._n('{shown} of {count} span', '{shown} of {count} spans')
});
