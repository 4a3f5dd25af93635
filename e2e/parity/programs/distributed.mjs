export async function run(mlflow, keep) {
  const { tracing } = mlflow;
  let headers;
  let client;
  let request;
  mlflow.withSpan(
    outer => {
      client = outer;
      mlflow.withSpan(
        inner => {
          request = inner;
          headers = tracing.getTracingContextHeadersForHttpRequest();
        },
        { name: 'request' }
      );
    },
    { name: 'client' }
  );
  keep('both sides', client.traceId);
  await mlflow.flushTraces();
  const last = mlflow.getLastActiveTraceId();

  let same;
  tracing.setTracingContextFromHttpRequestHeaders(
    { Traceparent: headers.traceparent },
    () => {
      mlflow.withSpan(
        server => {
          server.setInputs({ q: 1 });
          mlflow.withSpan(work => work.setOutputs(2), { name: 'work' });
          same =
            server.traceId === client.traceId &&
            server.parentId === request.spanId;
        },
        { name: 'server', spanType: 'AGENT' }
      );
    }
  );
  let refused = false;
  try {
    tracing.setTracingContextFromHttpRequestHeaders({}, () => {});
  } catch {
    refused = true;
  }
  return {
    'same trace': same,
    header:
      headers.traceparent.slice(0, -2) ===
      `00-${client.traceId.slice(3)}-${request.spanId}-`,
    'no active span': tracing.getTracingContextHeadersForHttpRequest(),
    'no header raises': refused,
    'last stays': mlflow.getLastActiveTraceId() === last
  };
}
