import { searchPattern } from './search-pattern';
import type { TableRow } from './table-row';

/**
 * The test that a filter text stands for. Its words must all fit, each somewhere in name, previews, session, trace id
 * or tags; `key=value` fits the tag alone; `/…/flags` is one regular expression over all of these. Case does not
 * count but in an expression. `undefined` when the expression is none, or could run for minutes.
 */
export function rowFilter(
  text: string
): ((row: TableRow) => boolean) | undefined {
  const pattern = searchPattern(text.trim());
  if ('kind' in pattern) {
    return undefined;
  }
  const { expression, isPlain, window } = pattern;
  if (!isPlain) {
    return row =>
      textsOf(row).some(value => expression.test(value.slice(0, window)));
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return row => words.every(word => fits(row, word));
}

function fits(row: TableRow, word: string): boolean {
  return (
    fitsTag(row, word) ||
    textsOf(row).some(text => text.toLowerCase().includes(word))
  );
}

/** `key=value`: the whole key, and how the value begins. */
function fitsTag({ tags }: TableRow, word: string): boolean {
  const at = word.indexOf('=');
  return (
    at > 0 &&
    Object.entries(tags).some(
      ([key, value]) =>
        key.toLowerCase() === word.slice(0, at) &&
        value.toLowerCase().startsWith(word.slice(at + 1))
    )
  );
}

function textsOf(row: TableRow): readonly string[] {
  const { name, traceId, session = '', request, response, tags } = row;
  const tagTexts = Object.entries(tags).map(
    ([key, value]) => `${key}=${value}`
  );
  return [name, traceId, session, request, response, ...tagTexts];
}
