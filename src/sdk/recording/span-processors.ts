import { messageOf, warn } from '../diag';
import { shared } from '../state';
import type { LiveSpan } from './live-span';

/**
 * Changes a span before it ends: inputs, outputs, attributes, status. For redaction: it is called before anything of
 * the span leaves the process or enters an output. What it throws is a diagnostic, what it returns is ignored.
 */
export type SpanProcessor = (span: LiveSpan) => void;

/** The spans that are being processed now: none of them ends, or is processed again, by its processors. */
const inProcess = new WeakSet<LiveSpan>();

/** The spans whose processors lacked stack once: they are called again where there is room. */
const interrupted = new WeakSet<LiveSpan>();

/** True while the processors of that span run. */
export function isInProcess(span: LiveSpan): boolean {
  return inProcess.has(span);
}

/**
 * Calls each processor with the span, in order; tracing is off meanwhile, so that a traced function in a processor does
 * not call itself for ever.
 * @throws RangeError once a span, when the stack is full: ending without redaction would give away what it hides.
 */
export function applySpanProcessors(span: LiveSpan): void {
  const { spanProcessors, isEnabled } = shared;
  if (spanProcessors.length === 0) {
    return;
  }
  inProcess.add(span);
  shared.isEnabled = false;
  try {
    for (const processor of spanProcessors) {
      applyTo(span, processor);
    }
  } finally {
    shared.isEnabled = isEnabled;
    inProcess.delete(span);
  }
}

/** A processor as it may be in fact. */
type AnyProcessor = (span: LiveSpan) => unknown;

function applyTo(span: LiveSpan, processor: AnyProcessor): void {
  try {
    const result = processor(span);
    if (result !== undefined) {
      reportResult(processor, result);
    }
  } catch (error) {
    if (isRangeError(error) && !interrupted.has(span)) {
      interrupted.add(span);
      throw error;
    }
    warn(
      `span processor ${processor.name}`,
      `span processor ${nameOf(processor)} failed: ${messageOf(error)}`
    );
  }
}

/** By name: a processor of another realm, as tslab and Jest make them, throws a RangeError of its own. */
function isRangeError(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'name' in error &&
    error.name === 'RangeError'
  );
}

/** A promise is the likeliest one: what happens after its first await comes too late. */
function reportResult(processor: AnyProcessor, result: unknown): void {
  if (result instanceof Promise) {
    result.catch(() => undefined);
  }
  warn(
    `span processor result ${processor.name}`,
    `span processor ${nameOf(processor)} returned a ${result instanceof Promise ? 'promise' : 'value'}, which is ignored: change the span, before any await`
  );
}

function nameOf({ name }: AnyProcessor): string {
  return name === '' ? 'without a name' : `"${name}"`;
}
