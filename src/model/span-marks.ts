import type { Microseconds } from '../bundle/types';
import type { Trace } from './types';

/** An event of a span, as much as its bar shows. */
export type SpanMark = {
  readonly time: Microseconds;
  /** The event's name, or the type of the exception. */
  readonly name: string;
  readonly isException: boolean;
};

/** Longer event lists are read in the details alone: a row must not take longer to draw than a frame. */
const LONGEST_TEXT = 100_000;

/** The events of a span that have a time, in their order. Never throws: what cannot be read has no marks. */
export function spanMarks({ spans }: Trace, row: number): readonly SpanMark[] {
  const text = spans.events.get(row) ?? '';
  if (text === '' || text.length > LONGEST_TEXT) {
    return [];
  }
  try {
    const events: unknown = JSON.parse(text);
    return Array.isArray(events) ? events.flatMap(markOf) : [];
  } catch {
    return [];
  }
}

function markOf(event: unknown): SpanMark[] {
  const { name, time, attributes } = membersOf(event);
  if (typeof time !== 'number') {
    return [];
  }
  const isException = name === 'exception';
  const shown = isException ? membersOf(attributes)['exception.type'] : name;
  return [{ time, name: typeof shown === 'string' ? shown : '', isException }];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
