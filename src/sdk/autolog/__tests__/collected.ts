import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ObservedSpan } from './observed-spans';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** So many spans, which end when what they are about is collected. */
export async function collected(
  count: number,
  ended: () => Promise<ObservedSpan[]>
): Promise<ObservedSpan[]> {
  for (let turn = 0; turn < 400; turn++) {
    const spans = await ended();
    if (spans.length >= count) {
      return spans;
    }
    collectGarbage();
  }
  return ended();
}
