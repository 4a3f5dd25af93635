import type { VNode } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';
import { headOf } from '../../bundle/text';
import { placesIn } from '../../model/search-text';
import { HitContext } from '../find/hit-context';
import { formatBytes, formatTextSize } from '../format-bytes';
import { spanStrings } from '../strings/span';

/** About ten lines: longer text is cut until the reader asks for the rest. */
const HEAD = 800;

/** Text up to this length is not worth a click. */
const SHORT = 1000;

/** What one click adds at most: a browser lays out so much within a frame or two, and hangs on 50 MB. */
const PAGE = 100_000;

/**
 * A text as it is, line breaks kept; a long one is cut, no earlier than after what is looked for, and opens on a click,
 * a huge one part by part.
 */
export function LongText({ text }: { text: string }): VNode {
  const head = Math.max(HEAD, useHitEnd(text));
  const [wanted, setWanted] = useState(HEAD);
  const shown = Math.max(head, wanted);
  if (text.length <= SHORT) {
    return <span class="sb-text">{text}</span>;
  }
  const isWhole = shown >= text.length;
  const rest = text.length - shown;
  return (
    <>
      <span class="sb-text">{isWhole ? text : `${headOf(text, shown)}…`}</span>{' '}
      {!isWhole && (
        <button
          type="button"
          class="sb-more"
          onClick={() => setWanted(shown === head ? PAGE : shown + PAGE)}
        >
          {text.length <= PAGE
            ? spanStrings.showAll(formatTextSize(text))
            : spanStrings.showNext(
                formatBytes(Math.min(PAGE, rest)),
                formatTextSize(text)
              )}
        </button>
      )}
      {shown > head && (
        <button type="button" class="sb-more" onClick={() => setWanted(HEAD)}>
          {spanStrings.showLess}
        </button>
      )}
    </>
  );
}

/** Where the first match in the part that one click shows ends; 0 when there is none. */
function useHitEnd(text: string): number {
  const pattern = useContext(HitContext);
  return useMemo(() => {
    const isShort = text.length <= SHORT;
    const [first] =
      pattern && !isShort ? placesIn(pattern, text.slice(0, PAGE), 1) : [];
    return first?.[1] ?? 0;
  }, [text, pattern]);
}
