/** The span attributes with a meaning of MLflow's own; names of MLflow 3.17, `tracing/constant.py`. */
export const AttributeKey = {
  inputs: 'mlflow.spanInputs',
  outputs: 'mlflow.spanOutputs',
  spanType: 'mlflow.spanType',
  functionName: 'mlflow.spanFunctionName',
  description: 'mlflow.spanDescription',
  logLevel: 'mlflow.spanLogLevel',
  tokenUsage: 'mlflow.chat.tokenUsage',
  cost: 'mlflow.llm.cost',
  chatTools: 'mlflow.chat.tools',
  chatMessages: 'mlflow.chat.messages',
  model: 'mlflow.llm.model',
  provider: 'mlflow.llm.provider',
  messageFormat: 'mlflow.message.format',
  intermediateOutputs: 'mlflow.trace.intermediate_outputs',
  traceId: 'mlflow.traceRequestId',
  chunk: 'mlflow.chunk.value'
} as const;

/** The trace tags and metadata that the SDK writes itself. */
export const TraceKey = {
  name: 'mlflow.traceName',
  schemaVersion: 'mlflow.trace_schema.version',
  inputs: 'mlflow.traceInputs',
  outputs: 'mlflow.traceOutputs',
  session: 'mlflow.trace.session',
  user: 'mlflow.trace.user',
  model: 'mlflow.modelId',
  run: 'mlflow.sourceRun',
  tokenUsage: 'mlflow.trace.tokenUsage',
  cost: 'mlflow.trace.cost',
  environmentUser: 'mlflow.user',
  sourceName: 'mlflow.source.name',
  sourceType: 'mlflow.source.type'
} as const;
