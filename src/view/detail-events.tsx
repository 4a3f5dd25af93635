import type { VNode } from 'preact';
import { formatDuration } from '../bundle/format-duration';
import type { Microseconds } from '../bundle/types';
import type { SpanDetail, SpanEvent, SpanException } from '../model/types';
import { PayloadSection, Section } from './detail-section';
import { JsonTree } from './json-tree';
import { strings } from './strings';

type EventsProps = {
  readonly detail: SpanDetail;
  readonly traceStart: Microseconds;
};

/** What an exception card shows; an exception event that has more is listed among the events too. */
const SHOWN_BY_CARD: ReadonlySet<string> = new Set([
  'exception.type',
  'exception.message',
  'exception.stacktrace',
  'exception.escaped'
]);

/** The exceptions of the span, and its status message where none of them says it. */
export function Exceptions({ detail }: EventsProps): VNode | null {
  const { exceptions, statusMessage } = detail;
  const isSaid = exceptions.some(({ type, message }) =>
    [message, `${type}: ${message}`].includes(statusMessage ?? '')
  );
  const status = isSaid ? undefined : statusMessage;
  if (exceptions.length === 0 && !status) {
    return null;
  }
  return (
    <Section
      title={exceptions.length > 0 ? strings.exceptions : strings.status_}
    >
      {status && <div class="sb-exception sb-text">{status}</div>}
      {exceptions.map(exception => (
        <ExceptionCard exception={exception} />
      ))}
    </Section>
  );
}

function ExceptionCard({ exception }: { exception: SpanException }): VNode {
  const { type, message, stacktrace } = exception;
  return (
    <div class="sb-exception">
      <span class="sb-exception-type">{type}</span>
      {type && message && ': '}
      <span class="sb-text">{message}</span>
      {stacktrace && <pre tabIndex={0}>{stacktrace}</pre>}
    </div>
  );
}

/** The other events, with the time since the start of the trace. */
export function Events({ detail, traceStart }: EventsProps): VNode | null {
  const { events, unread } = detail;
  if (unread.events) {
    return <PayloadSection title={strings.events} payload={unread.events} />;
  }
  const listed = events.filter(event => !isShownByCard(event));
  if (listed.length === 0) {
    return null;
  }
  return (
    <Section title={strings.events}>
      {listed.map(({ name, time, attributes }) => (
        <div class="sb-event">
          <header>
            <span>{name}</span>
            <span class="sb-metric">{formatDuration(time - traceStart)}</span>
          </header>
          {Object.keys(attributes).length > 0 && (
            <JsonTree value={attributes} />
          )}
        </div>
      ))}
    </Section>
  );
}

/** Links to spans of other traces, as they were recorded. */
export function Links({ detail }: { detail: SpanDetail }): VNode | null {
  const { links, unread } = detail;
  if (unread.links) {
    return <PayloadSection title={strings.links} payload={unread.links} />;
  }
  return links.length === 0 ? null : (
    <Section title={strings.links}>
      <JsonTree value={links} />
    </Section>
  );
}

function isShownByCard({ name, attributes }: SpanEvent): boolean {
  return (
    name === 'exception' &&
    Object.keys(attributes).every(key => SHOWN_BY_CARD.has(key))
  );
}
