// OpenTelemetry as its documentation sets it up, with MLflow as the OTLP receiver. The same inputs and outputs are recorded,
// under the names by which MLflow finds them.
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  BasicTracerProvider,
  BatchSpanProcessor
} from '@opentelemetry/sdk-trace-base';
import { obey } from './obey.mjs';

const { MLFLOW_TRACKING_URI, MLFLOW_EXPERIMENT_ID } = process.env;
const provider = new BasicTracerProvider({
  spanProcessors: [
    new BatchSpanProcessor(
      new OTLPTraceExporter({
        url: `${MLFLOW_TRACKING_URI}/v1/traces`,
        headers: { 'x-mlflow-experiment-id': MLFLOW_EXPERIMENT_ID }
      }),
      // Room for every trace that waits here: what is compared is not who drops first.
      { maxQueueSize: 100_000 }
    )
  ]
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const tracer = provider.getTracer('bench');

const begin = (span, number) =>
  span.setAttribute('mlflow.spanInputs', JSON.stringify({ number }));
const end = (span, value) => {
  span.setAttribute('mlflow.spanOutputs', JSON.stringify(value));
  span.end();
  return value;
};

const step = number =>
  tracer.startActiveSpan('step', span => {
    begin(span, number);
    return end(span, { number });
  });

obey({
  traced: spans => number =>
    tracer.startActiveSpan('root', async span => {
      begin(span, number);
      for (let i = 1; i < spans; i++) step(i);
      return end(span, { number });
    }),
  // It gives up by itself, after what its exporter allows for.
  flush: () => provider.forceFlush().catch(() => undefined)
});
