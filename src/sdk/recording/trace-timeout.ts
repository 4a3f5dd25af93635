import { clearInterval, setInterval } from 'node:timers';
import { read } from '../config/environment';
import { onceATurn } from '../config/turn';
import { messageOf, warn } from '../diag';
import { shared } from '../state';
import type { TraceRecorder } from './trace-recorder';

/** What is recorded of a trace that took too long; the name is MLflow's. */
class MlflowTracingException extends Error {
  override readonly name = 'MlflowTracingException';
}

const limits = onceATurn(() => ({
  timeout: read('MLFLOW_TRACE_TIMEOUT_SECONDS'),
  ttl: read('MLFLOW_TRACE_BUFFER_TTL_SECONDS'),
  size: read('MLFLOW_TRACE_BUFFER_MAX_SIZE')
}));

/**
 * Remembers a trace while it runs. What never ends does not pile up: MLFLOW_TRACE_BUFFER_MAX_SIZE traces are
 * remembered, each for MLFLOW_TRACE_BUFFER_TTL_SECONDS, or until MLFLOW_TRACE_TIMEOUT_SECONDS, where that is set, closes
 * it. A forgotten trace is still sent when its spans end.
 */
export function openTrace(trace: TraceRecorder): void {
  const { openTraces } = shared;
  openTraces.set(trace.traceId, trace);
  const { timeout, ttl, size } = limits();
  if (timeout === undefined) {
    forgetOld(trace.clock.startedAt, ttl);
  } else {
    watch();
  }
  if (openTraces.size > size) {
    const [oldest] = openTraces.keys();
    openTraces.delete(oldest ?? '');
  }
}

/** The map is in the order of the starts: what is behind a young trace is younger. */
function forgetOld(now: number, ttl: number): void {
  for (const [id, trace] of shared.openTraces) {
    if (now - trace.clock.startedAt < ttl * 1000) {
      return;
    }
    shared.openTraces.delete(id);
  }
}

let timer: NodeJS.Timeout | undefined;

function watch(): void {
  timer ??= setInterval(
    closeExpired,
    read('MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS') * 1000
  ).unref();
}

function closeExpired(): void {
  const timeout = read('MLFLOW_TRACE_TIMEOUT_SECONDS') ?? Infinity;
  for (const trace of [...shared.openTraces.values()]) {
    if (trace.age < timeout) {
      break;
    }
    try {
      closeTrace(trace, timeout);
    } catch (error) {
      warn('trace timeout', `a trace was not closed: ${messageOf(error)}`);
    }
    shared.openTraces.delete(trace.traceId);
  }
  if (shared.openTraces.size === 0) {
    clearInterval(timer);
    timer = undefined;
  }
}

/** Ends what runs, the innermost spans first, and the root last: with it the trace is sent. */
function closeTrace({ traceId, root, spans }: TraceRecorder, seconds: number) {
  const message = `Trace ${traceId} is timed out after ${seconds} seconds. The operation may be stuck or taking too long to complete. To increase the timeout, set the environment variable MLFLOW_TRACE_TIMEOUT_SECONDS to a larger value.`;
  for (const span of [...spans].reverse()) {
    if (span === root) {
      span.recordException(new MlflowTracingException(message));
    } else if (!span.isEnded) {
      span.setStatus('ERROR', message);
    }
    span.end();
  }
}
