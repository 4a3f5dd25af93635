import * as trans from './trans';
import { words } from './words';

/** The words of the comparison of two traces; apart from the others, as they are fetched with it. */
export const compareStrings = words({
  selectToCompare: trans.__('Compare {name}'),
  compare: trans.__('Compare'),
  compareHint: trans.__('Select two traces to compare them'),
  compared: trans.__('{a} compared with {b}'),
  closeCompare: trans.__('Close the comparison'),
  noDifferences: trans.__('No differences besides time'),
  spanDifferences: trans._n(
    '{count} span differs besides time',
    '{count} spans differ besides time'
  ),
  sideA: trans.__('A'),
  sideB: trans.__('B'),
  type: trans.__('type'),
  change: trans.__('Change'),
  differs: trans.__('Differs'),
  onlyA: trans.__('only in A'),
  onlyB: trans.__('only in B'),
  showDifference: trans.__('{what}: differences of {name}'),
  sameValue: trans.__('The same, in other spelling')
});
