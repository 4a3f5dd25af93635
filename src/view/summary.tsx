import type { VNode } from 'preact';
import { formatDuration } from './format-duration';
import type { TraceState } from '../bundle/types';
import type { Trace } from '../model/types';
import { formatCost } from './format-cost';
import { Icon } from './icons';
import { strings } from './strings/first-picture';

const STATE_ICONS = {
  OK: 'check',
  ERROR: 'warning',
  IN_PROGRESS: 'running',
  STATE_UNSPECIFIED: 'dash'
} as const;

/** The one line of a trace, 28 px high; a click opens and closes it. */
export function Summary({
  trace,
  isOpen,
  onToggle
}: {
  trace: Trace;
  isOpen: boolean;
  onToggle: () => void;
}): VNode {
  return (
    <button
      type="button"
      class="sb-summary"
      aria-expanded={isOpen}
      data-id={trace.info.traceId}
      onClick={onToggle}
    >
      <span class="sb-caret">
        <Icon name="chevron" />
      </span>
      <Status state={trace.state} />
      <span class="sb-trace-name" title={trace.name}>
        {trace.name || strings.untitled}
      </span>
      <Metrics trace={trace} />
    </button>
  );
}

/** The state of a trace as icon and word. */
export function Status({ state }: { state: TraceState }): VNode {
  return (
    <span class="sb-status" data-state={state}>
      <Icon name={STATE_ICONS[state]} />
      <span>{strings.status[state]}</span>
    </span>
  );
}

function Metrics({ trace }: { trace: Trace }): VNode {
  const { tokens, cost, errorCount, spans } = trace;
  return (
    <>
      <span class="sb-metric sb-time">{formatDuration(durationOf(trace))}</span>
      {spans.count > 0 && (
        <span class="sb-metric sb-spans">{strings.spans(spans.count)}</span>
      )}
      {tokens && (
        <span
          class="sb-metric sb-extra"
          title={strings.tokensHint(tokens.total)}
        >
          {strings.tokens(tokens.input, tokens.output)}
        </span>
      )}
      {cost !== undefined && (
        <span class="sb-metric sb-extra">{formatCost(cost)}</span>
      )}
      {errorCount > 0 && (
        <span class="sb-error-count">
          <Icon name="warning" />
          {strings.errors(errorCount)}
        </span>
      )}
    </>
  );
}

/**
 * Microseconds; how far a running trace is known to have come, NaN when only its start is; the server's figure where
 * the spans are not there.
 */
/** None while the trace runs: the last news is older than what the growing timeline shows. */
function durationOf({ info, spans, start, end, isRunning }: Trace): number {
  if (spans.count === 0) {
    return (info.durationMs ?? NaN) * 1e3;
  }
  return isRunning ? NaN : end - start;
}
