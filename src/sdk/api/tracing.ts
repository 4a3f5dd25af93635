import { shared } from '../state';
import { resetDestination, setDestination } from './destination';
import {
  getTracingContextHeadersForHttpRequest,
  injectContext,
  setTracingContextFromHttpRequestHeaders
} from './distributed';
import { sendWaitingTraces } from './flush';
import { configureTracing } from './span-processors';
import { tracingStatus } from './status';
import { tracingContext } from './trace-context';

/**
 * Switches of tracing as a whole.
 * @example
 * ```ts
 * tracing.disable();
 * withSpan(span => span.traceId); // → NO_OP_TRACE_ID
 * tracing.enable();
 * ```
 */
export const tracing = {
  /** Records nothing from now on: functions run as if they were not traced, spans are no-ops. */
  disable(): void {
    shared.isEnabled = false;
  },
  /** Records again. */
  enable(): void {
    shared.isEnabled = true;
  },
  /** Shows traces under the cells that made them; the default. */
  enableNotebookDisplay(): void {
    shared.isNotebookDisplayEnabled = true;
  },
  /** Records and stores traces, and shows none. */
  disableNotebookDisplay(): void {
    shared.isNotebookDisplayEnabled = false;
  },
  /**
   * Sends traces that start from now on to one experiment of the tracking server, whatever `setExperiment`, the
   * environment and a collector say. Precedence: the one for this scope or cell (`contextLocal`), the one for all,
   * MLFLOW_TRACING_DESTINATION. What waits for the former place is sent there at once.
   *
   * @throws TypeError unless just one of name and id is given.
   * @example
   * tracing.setDestination({ experimentId: '42' });
   * tracing.setDestination({ experimentName: 'tenant-a' }, { contextLocal: true });
   */
  setDestination,
  /**
   * Configures tracing from now on. Span processors are for redaction: each is called with a span just before it ends,
   * and can change inputs, outputs, attributes and status. While there are any, nothing of a running span is shown.
   *
   * @returns what restores the former configuration, for `using` or by hand.
   * @throws TypeError for a processor that is not a function of one span.
   * @example
   * tracing.configure({
   *   spanProcessors: [span => span.setInputs({ ...Object(span.inputs), password: '***' })]
   * });
   */
  configure: configureTracing,
  context: tracingContext,
  injectContext,
  getTracingContextHeadersForHttpRequest,
  setTracingContextFromHttpRequestHeaders,
  /**
   * How delivery stands: what waits where, what was sent, refused and dropped since the process began, and where traces
   * wait on disk. It asks no server.
   *
   * @example
   * const { queued, kept, sent, lastError } = tracing.status();
   */
  status: tracingStatus,
  /**
   * Back to the beginning: enabled, displayed, without destination and span processors. The tracking server and the
   * experiment stay, as in Python.
   */
  reset(): void {
    sendWaitingTraces();
    resetDestination();
    shared.spanProcessors = [];
    shared.isEnabled = true;
    shared.isNotebookDisplayEnabled = true;
  }
} as const;

/** Whether cells show their traces; read by the notebook display each time. */
export function isNotebookDisplayEnabled(): boolean {
  return shared.isNotebookDisplayEnabled;
}
