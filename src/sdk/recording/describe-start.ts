import { messageOf, warn } from '../diag';
import { currentRun } from './ambient';
import { AttributeKey, TraceKey } from './attribute-keys';
import type { RecordingSpan } from './recording-span';
import type { SpanStart } from './start-span';
import { setTexts } from './texts';
import type { TraceRecorder } from './trace-recorder';
import { shared } from '../state';

/** Gives a span what its start says of the span itself. */
export function describeSpan(span: RecordingSpan, start: SpanStart): void {
  if (start.spanType !== undefined) {
    span.setSpanType(start.spanType);
  }
  if (start.description !== undefined) {
    span.setAttribute(AttributeKey.description, start.description);
  }
  if (start.attributes !== undefined) {
    span.setAttributes(start.attributes);
  }
  if (start.inputs !== undefined) {
    span.setInputs(start.inputs);
  }
  describeFurther(span, start);
}

/** What is wrong here costs itself only, as in Python. */
function describeFurther(
  span: RecordingSpan,
  { logLevel, links = [] }: SpanStart
): void {
  if (logLevel !== undefined) {
    attempt('log level', () => {
      span.setLogLevel(logLevel);
    });
  }
  for (const link of links) {
    attempt('span link', () => {
      span.addLink(link);
    });
  }
}

function attempt(cause: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    warn(cause, `${messageOf(error)}; it is skipped`);
  }
}

/**
 * Gives a new trace its tags and metadata: of the active run, of the scopes around, of the start itself. Later ones go
 * before earlier ones.
 */
export function describeRoot(
  { details: { tags, metadata } }: TraceRecorder,
  start: SpanStart
): void {
  const run = start.runId ?? currentRun()?.info.runId;
  const ambient = shared.ambient.getStore();
  if (run !== undefined) {
    metadata.set(TraceKey.run, run);
  }
  setTexts(tags, 'tags', ambient?.tags);
  setTexts(metadata, 'metadata', ambient?.metadata);
  if (start.runId !== undefined) {
    metadata.set(TraceKey.run, start.runId);
  }
  setTexts(tags, 'tags', start.tags);
  setTexts(metadata, 'metadata', start.metadata);
}

/** Tags and metadata of a child are its trace's; where the trace goes was decided when it started. */
export function describeChild(
  { name, recorder: { details } }: RecordingSpan,
  { tags, metadata, runId, experiment }: SpanStart
): void {
  setTexts(details.tags, 'tags', tags);
  setTexts(details.metadata, 'metadata', metadata);
  if (runId !== undefined || experiment !== undefined) {
    warn(
      'child span target',
      `span "${name}" is not a root span: its run and its experiment are ignored`
    );
  }
}
