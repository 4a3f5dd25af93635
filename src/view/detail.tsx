import type { RefObject, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SpanDetail, Trace } from '../model/types';
import { spanDetail } from '../model/span-detail';
import { Events, Exceptions, Links } from './detail-events';
import { Facts } from './detail-facts';
import { PayloadSection, Section } from './detail-section';
import { Icon } from './icons';
import { JsonTree } from './json-tree';
import { SpanMarks } from './server/parts';
import { spanDuration } from './span-duration';
import { kindOf, letterOf, wordsOf } from './span-kind';
import { strings } from './strings';

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
  /** The part that takes the focus. */
  readonly element: RefObject<HTMLElement | null>;
  readonly onLeave: () => void;
  readonly onClose: () => void;
};

/**
 * All that a span recorded, parsed only now.
 *
 *     section.sb-detail
 *       div.sb-detail-scroll
 *         header.sb-detail-head
 *         section.sb-section ...      one for each kind of content there is
 */
export function Detail(props: DetailProps): VNode {
  const { trace, row, onLeave } = props;
  const detail = useMemo(() => spanDetail(trace, row), [trace, row]);
  return (
    <section
      class="sb-detail"
      aria-label={strings.details(
        trace.spans.names[row] || strings.unnamedSpan
      )}
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
      <Content key={detail.spanId} {...props} detail={detail} />
    </section>
  );
}

function Content({
  trace,
  row,
  element,
  onClose,
  detail
}: DetailProps & { readonly detail: SpanDetail }): VNode {
  return (
    <div
      class="sb-detail-scroll"
      tabIndex={0}
      role="group"
      aria-label={strings.details(
        trace.spans.names[row] || strings.unnamedSpan
      )}
      ref={node => {
        element.current = node;
      }}
    >
      <Head trace={trace} row={row} onClose={onClose} />
      <Exceptions detail={detail} traceStart={trace.start} />
      <div class="sb-pair">
        <PayloadSection title={strings.inputs} payload={detail.inputs} />
        <PayloadSection title={strings.outputs} payload={detail.outputs} />
      </div>
      <Attributes detail={detail} />
      <Events detail={detail} traceStart={trace.start} />
      <Links detail={detail} />
      <SpanMarks spanId={detail.spanId} />
      <Facts trace={trace} row={row} detail={detail} />
    </div>
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
      <button
        type="button"
        class="sb-icon-button"
        title={strings.close}
        aria-label={strings.close}
        onClick={onClose}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}

function Attributes({ detail }: { detail: SpanDetail }): VNode | null {
  const { attributes, unread } = detail;
  if (unread.attributes) {
    return (
      <PayloadSection title={strings.attributes} payload={unread.attributes} />
    );
  }
  return Object.keys(attributes).length === 0 ? null : (
    <Section title={strings.attributes}>
      <JsonTree value={attributes} />
    </Section>
  );
}
