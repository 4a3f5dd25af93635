import type { RefObject, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { SearchPattern } from '../../model/search-pattern';
import type { Trace } from '../../model/types';
import { IconButton } from '../icons';
import { lazily } from '../lazy';
import { spanDuration } from '../timeline/span-duration';
import { kindOf, letterOf, wordsOf } from '../timeline/span-kind';
import { strings } from '../strings/first-picture';

const DetailContent = lazily(() =>
  import('./detail-content').then(module => module.DetailContent)
);

/** Keys that scroll the details: a host that moves between cells with them must not see them. */
const SCROLL_KEYS: ReadonlySet<string> = new Set([
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  ' '
]);

type DetailProps = {
  readonly trace: Trace;
  readonly row: number;
  /** What is looked for in the trace. */
  readonly pattern: SearchPattern | undefined;
  /** The part that takes the focus. */
  readonly element: RefObject<HTMLElement | null>;
  readonly onLeave: () => void;
  readonly onClose: () => void;
};

/**
 * All that a span recorded. What stands below the head is fetched with the first span that is opened.
 *
 *     section.sb-detail
 *       div.sb-detail-scroll
 *         header.sb-detail-head
 *         div.sb-exception ...
 *         [role=tablist]
 *         [role=tabpanel]
 *           section.sb-section ...
 */
export function Detail({
  trace,
  row,
  pattern,
  element,
  onLeave,
  onClose
}: DetailProps): VNode {
  // The part that the reader chose stays chosen from span to span.
  const [part, setPart] = useState<string>();
  const label = strings.details(trace.spans.names[row] || strings.unnamedSpan);
  return (
    <section
      class="sb-detail"
      aria-label={label}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onLeave();
        } else if (SCROLL_KEYS.has(event.key)) {
          event.stopPropagation();
        }
      }}
    >
      <div
        key={trace.spans.ids[row]}
        class="sb-detail-scroll"
        tabIndex={0}
        role="group"
        aria-label={label}
        ref={node => {
          element.current = node;
        }}
      >
        <Head trace={trace} row={row} onClose={onClose} />
        <DetailContent
          trace={trace}
          row={row}
          pattern={pattern}
          part={part}
          onPart={setPart}
        />
      </div>
    </section>
  );
}

function Head({
  trace,
  row,
  onClose
}: Pick<DetailProps, 'trace' | 'row' | 'onClose'>): VNode {
  const { spans } = trace;
  const type = spans.types[row] ?? '';
  const kind = kindOf(type);
  const words = wordsOf(type);
  return (
    <header class="sb-detail-head" data-kind={kind}>
      <span class="sb-glyph" aria-hidden="true">
        {letterOf(kind)}
      </span>
      <span class="sb-label">{spans.names[row] || strings.unnamedSpan}</span>
      {words !== '' && <span class="sb-metric sb-type">{words}</span>}
      <span class="sb-metric">{spanDuration(trace, row)}</span>
      <IconButton icon="close" label={strings.close} onClick={onClose} />
    </header>
  );
}
