// The other side: OpenTelemetry as its documentation sets it up, with an exporter that takes every span at once.
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  BatchSpanProcessor
} from '@opentelemetry/sdk-trace-base';

const deadSink = {
  export: (_spans, done) => done({ code: 0 }),
  shutdown: () => Promise.resolve()
};

export const provider = new BasicTracerProvider({
  spanProcessors: [new BatchSpanProcessor(deadSink, { maxQueueSize: 100_000 })]
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const tracer = provider.getTracer('bench');

/** The function in a bare span: active while it runs, nothing recorded of the call. */
export const withBareSpan =
  fn =>
  (...args) =>
    tracer.startActiveSpan(fn.name, span => {
      try {
        return fn(...args);
      } finally {
        span.end();
      }
    });

/** The same for an async function. */
export const withBareSpanAsync =
  fn =>
  (...args) =>
    tracer.startActiveSpan(fn.name, async span => {
      try {
        return await fn(...args);
      } finally {
        span.end();
      }
    });
