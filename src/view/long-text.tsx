import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { headOf, utf8Bytes } from '../bundle/text';
import { formatBytes } from './format-bytes';
import { strings } from './strings';

/** About ten lines: longer text is cut until the reader asks for the rest. */
const HEAD = 800;

/** Text up to this length is not worth a click. */
const SHORT = 1000;

/** A text as it is, line breaks kept; a long one is cut and opens on a click. */
export function LongText({ text }: { text: string }): VNode {
  const [isWhole, setWhole] = useState(false);
  if (text.length <= SHORT) {
    return <span class="sb-text">{text}</span>;
  }
  return (
    <>
      <span class="sb-text">{isWhole ? text : `${headOf(text, HEAD)}…`}</span>{' '}
      <button type="button" class="sb-more" onClick={() => setWhole(!isWhole)}>
        {isWhole
          ? strings.showLess
          : strings.showAll(formatBytes(utf8Bytes(text)))}
      </button>
    </>
  );
}
