import { read } from '../config/environment';
import { onceATurn } from '../config/turn';
import { MAX_TRACES } from './trace-batch';

/** What the environment says of sending, as it is now. */
export const queueLimits = onceATurn(() => {
  const isAsync = read('MLFLOW_ENABLE_ASYNC_TRACE_LOGGING');
  const isBatching = isAsync && read('MLFLOW_USE_BATCH_SPAN_PROCESSOR');
  return {
    isAsync,
    maxQueueSize: read('MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE'),
    maxBytes: read('SPANBOOK_QUEUE_MAX_BYTES'),
    maxInFlight: read('MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS'),
    /** Milliseconds that an ended trace waits for others to share its request. */
    delay: isBatching
      ? read('MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS')
      : 0,
    batch: {
      spans: read('MLFLOW_ASYNC_TRACE_LOGGING_MAX_SPAN_BATCH_SIZE'),
      traces: read('MLFLOW_USE_BATCH_SPAN_PROCESSOR') ? MAX_TRACES : 1
    }
  };
});
