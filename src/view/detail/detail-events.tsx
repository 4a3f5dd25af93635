import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatDuration } from '../format-duration';
import type { Microseconds } from '../../bundle/types';
import { parsedIfJson } from '../../model/messages/read';
import type { SpanDetail, SpanEvent } from '../../model/types';
import { Section } from './detail-section';
import { PayloadSection } from './payload-section';
import { ValueSection } from './value-section';
import { JsonTree } from './json-tree';
import { ShowMore } from '../show-more';
import { spanStrings } from '../strings/span';

/** A stream leaves thousands of events: as many are drawn at first and with each click. */
const PAGE = 50;

/** All events, with the time since the start of the trace. */
export function Events({
  detail: { events, unread },
  traceStart
}: {
  readonly detail: SpanDetail;
  readonly traceStart: Microseconds;
}): VNode {
  const [limit, setLimit] = useState(PAGE);
  if (unread.events) {
    return (
      <PayloadSection
        title={spanStrings.events}
        root="events"
        payload={unread.events}
      />
    );
  }
  const hidden = events.length - limit;
  return (
    <Section title={spanStrings.events}>
      {events.slice(0, limit).map(event => (
        <EventItem event={event} traceStart={traceStart} />
      ))}
      <ShowMore hidden={hidden} onMore={() => setLimit(limit + PAGE)} />
    </Section>
  );
}

function EventItem({
  event: { name, time, attributes },
  traceStart
}: {
  event: SpanEvent;
  traceStart: Microseconds;
}): VNode {
  return (
    <div class="sb-event">
      <header>
        <span class="sb-text">{name}</span>
        <span class="sb-metric">{formatDuration(time - traceStart)}</span>
      </header>
      {Object.keys(attributes).length > 0 && (
        <JsonTree value={readable(attributes)} root={name} />
      )}
    </div>
  );
}

/** Attributes of events that hold JSON text, such as the chunks of a stream, as what they hold. */
function readable(
  attributes: SpanEvent['attributes']
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, parsedIfJson(value)])
  );
}

/** Links to spans of other traces, as they were recorded. */
export function Links({ detail }: { detail: SpanDetail }): VNode {
  const { links, unread } = detail;
  return unread.links ? (
    <PayloadSection
      title={spanStrings.links}
      root="links"
      payload={unread.links}
    />
  ) : (
    <ValueSection title={spanStrings.links} root="links" value={links} />
  );
}
