import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { headOf } from '../../bundle/text';
import { formatBytes, formatTextSize } from '../format-bytes';
import { strings } from '../strings/first-picture';

/** About ten lines: longer text is cut until the reader asks for the rest. */
const HEAD = 800;

/** Text up to this length is not worth a click. */
const SHORT = 1000;

/** What one click adds at most: a browser lays out so much within a frame or two, and hangs on 50 MB. */
const PAGE = 100_000;

/** A text as it is, line breaks kept; a long one is cut and opens on a click, a huge one part by part. */
export function LongText({ text }: { text: string }): VNode {
  const [shown, setShown] = useState(HEAD);
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
          onClick={() => setShown(shown === HEAD ? PAGE : shown + PAGE)}
        >
          {text.length <= PAGE
            ? strings.showAll(formatTextSize(text))
            : strings.showNext(
                formatBytes(Math.min(PAGE, rest)),
                formatTextSize(text)
              )}
        </button>
      )}
      {shown > HEAD && (
        <button type="button" class="sb-more" onClick={() => setShown(HEAD)}>
          {strings.showLess}
        </button>
      )}
    </>
  );
}
