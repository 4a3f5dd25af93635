import { PAYLOAD_COLUMNS } from '../bundle/types';
import type { SearchPattern } from './search-pattern';
import { isInText, isInLongText, type Work } from './search-text';
import type { Trace } from './types';

/** Where a pattern was found. */
export type Found = {
  readonly pattern: SearchPattern;
  /** Rows of the span table, in the order of the trace. */
  readonly hits: Int32Array;
  /** 1 for each row that is a hit. */
  readonly isHit: Uint8Array;
  /** Fewer than there are when the search was stopped early. */
  readonly rowsRead: number;
};

/** A row without content costs about as much as this many characters. */
const ROW_WORK: Work = 100;

/** Done between two pauses: one window of plain text, about 1 ms. */
const STEP_WORK: Work = 262_144;

/**
 * Looks through names, ids, types, messages, inputs, outputs, attributes, events and links, in steps: yields the number
 * of rows looked at so far, so that a caller can pause; sent `true`, it returns what it has found until then. With
 * `within`, only these rows are looked at.
 */
export function* searchSpans(
  trace: Trace,
  pattern: SearchPattern,
  within: Int32Array = trace.order
): Generator<number, Found, boolean> {
  const hits: number[] = [];
  const isHit = new Uint8Array(trace.spans.count);
  let work: Work = 0;
  let rowsRead = 0;
  for (const [at, row] of within.entries()) {
    rowsRead = at + 1;
    const look = lookAtShort(trace, row, pattern);
    work += look.work;
    if (
      look.isHit ||
      (look.isLong && (yield* lookAtLong(trace, row, pattern, at)))
    ) {
      hits.push(row);
      isHit[row] = 1;
    }
    if (work >= STEP_WORK) {
      work = 0;
      if (yield at) {
        break;
      }
    }
  }
  return { pattern, hits: Int32Array.from(hits), isHit, rowsRead };
}

/** The texts that fit into one window: nearly all of nearly all traces. */
function lookAtShort(
  { spans }: Trace,
  row: number,
  pattern: SearchPattern
): { readonly isHit: boolean; readonly isLong: boolean; readonly work: Work } {
  let work = ROW_WORK;
  let isLong = false;
  const isIn = (text: string | undefined, isJson: boolean): boolean => {
    if (text === undefined || text.length > pattern.window) {
      isLong ||= text !== undefined;
      return false;
    }
    // Windows get small as an expression gets slow: a character then costs more.
    work += text.length * (STEP_WORK / pattern.window);
    return isInText(pattern, text, isJson);
  };
  const isHit =
    isIn(spans.names[row], false) ||
    isIn(spans.statusMessages.get(row), false) ||
    isIn(spans.types[row], false) ||
    isIn(spans.ids[row], false) ||
    PAYLOAD_COLUMNS.some(column => isIn(spans[column].get(row), true));
  return { isHit, isLong, work };
}

function* lookAtLong(
  { spans }: Trace,
  row: number,
  pattern: SearchPattern,
  at: number
): Generator<number, boolean, boolean> {
  const plain = [spans.names[row], spans.statusMessages.get(row)];
  const json = PAYLOAD_COLUMNS.map(column => spans[column].get(row));
  for (const [index, text = ''] of [...plain, ...json].entries()) {
    if (text.length > pattern.window) {
      for (const isFound of isInLongText(
        pattern,
        text,
        index >= plain.length
      )) {
        if (isFound) {
          return true;
        }
        if (yield at) {
          return false;
        }
      }
    }
  }
  return false;
}
