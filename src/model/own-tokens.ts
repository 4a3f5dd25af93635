import type { JsonText } from '../bundle/types';
import type { Trace } from './types';
import { tokensOf } from './usage';

/**
 * Tokens of each span by row, without those that spans below it report too: a chain that sums up its model calls has
 * none of its own. O(n), and parses the attributes of spans that report tokens.
 */
export function ownTokensOf({ order, parents, spans }: Trace): Float64Array {
  const own = new Float64Array(order.length);
  /** By row: what is reported below a span and not yet by one of its ancestors. */
  const below = new Float64Array(order.length);
  // Descendants stand after their ancestors in pre-order.
  for (let at = order.length - 1; at >= 0; at--) {
    const row = order[at] ?? 0;
    const reported = totalOf(spans.attributes.get(row));
    const reportedBelow = below[row] ?? 0;
    own[row] = Math.max(0, reported - reportedBelow);
    const parent = parents[row] ?? -1;
    if (parent >= 0) {
      below[parent] = (below[parent] ?? 0) + Math.max(reported, reportedBelow);
    }
  }
  return own;
}

const KEY = 'mlflow.chat.tokenUsage';

/** Parses the text only if the key can be in it; cut or wrong text counts for nothing. */
function totalOf(text: JsonText | undefined): number {
  if (text?.includes(KEY) !== true) {
    return 0;
  }
  try {
    const attributes: unknown = JSON.parse(text);
    return typeof attributes === 'object' && attributes !== null
      ? (tokensOf(new Map(Object.entries(attributes)).get(KEY))?.total ?? 0)
      : 0;
  } catch {
    return 0;
  }
}
