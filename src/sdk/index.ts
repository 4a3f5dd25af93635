import { messageOf, warn } from './diag';
import { installNotebookDisplay } from './display/install';
import { installExporter } from './export/install-exporter';

export { init, setTrackingUri, getTrackingUri } from './api/configuration';
export type { ExperimentOptions, InitOptions } from './api/configuration';
export {
  getActiveTraceId,
  getCurrentActiveSpan,
  getLastActiveTraceId,
  updateCurrentTrace
} from './api/current-trace';
export type { LastTraceOptions, TraceUpdate } from './api/current-trace';
export { setExperiment } from './api/experiment';
export type { Experiment } from './export/experiment';
export { config } from './api/config';
export { FlushError, flushTraceAsyncLogging, flushTraces } from './api/flush';
export type { FlushOptions } from './api/flush';
export { addTrace } from './api/add-trace';
export type { ClientSpanOptions, StartTraceOptions } from './api/client-spans';
export { Document } from './api/document';
export type { DocumentFields } from './api/document';
export { logTrace } from './api/log-trace';
export type { LogTraceOptions } from './api/log-trace';
export { activeRun, endRun, startRun, withRun } from './api/runs';
export type { StartRunOptions } from './api/runs';
export {
  setSpanChatMessages,
  setSpanChatTools,
  setSpanCost,
  setSpanModel,
  setTokenUsage,
  SpanAttributeKey
} from './api/span-attributes';
export type {
  ChatMessage,
  ChatMessagesOptions,
  ChatTool,
  SpanCost,
  SpanModel,
  TokenUsage
} from './api/span-attributes';
export type { SpanOptions, TargetOptions } from './api/span-options';
export { startSpan, startSpanNoContext } from './api/start-span';
export { tracingContext } from './api/trace-context';
export type { TraceContextOptions } from './api/trace-context';
export type { HeadersToFill, TraceHeaders } from './api/trace-headers';
export { trace } from './api/trace';
export type { MethodContext, TraceDecorator } from './api/trace';
export type { TraceOptions } from './api/trace-options';
export type { DestinationOptions } from './api/destination';
export type {
  TracingConfiguration,
  TracingOptions
} from './api/span-processors';
export { tracing } from './api/tracing';
export { display } from './display/display';
export { withSpan } from './api/with-span';
export { Attachment } from './recording/attachment';
export type { AttachmentFields, AttachmentRef } from './recording/attachment';
export { SpanLogLevel } from './recording/log-level';
export { NO_OP_TRACE_ID } from './recording/live-span';
export type { EndOptions, LiveSpan, SpanEvent } from './recording/live-span';
export { SpanStatusCode } from './recording/span-status';
export type { SpanStatus } from './recording/span-status';
export type { SpanProcessor } from './recording/span-processors';
export type {
  FlushResult,
  SpoolStatus,
  TracingStatus
} from './recording/trace-sink';
export { SpanType } from './recording/span-type';
export {
  deleteTraceTag,
  getLastActiveTrace,
  getTrace,
  iterateTraces,
  logExpectation,
  logFeedback,
  searchTraces,
  setTraceTag
} from './client/fluent';
export type { GetTraceOptions } from './client/fluent';
export { MlflowClient } from './client/mlflow-client';
export type {
  ClientGetTraceOptions,
  MlflowClientOptions
} from './client/mlflow-client';
export { MlflowException } from './client/mlflow-exception';
export type { MlflowExceptionDetails } from './client/mlflow-exception';
export type { DeleteTracesOptions } from './client/manage-traces';
export { searchSessions } from './client/search-sessions';
export type { SearchSessionsOptions, Session } from './client/search-sessions';
export type { SearchTracesOptions } from './client/search-options';
export type { PagedList, SearchPageOptions } from './client/search-traces';
export type {
  OverrideFeedbackOptions,
  UpdateAssessmentOptions
} from './client/assessments';
export type {
  AssessmentSourceOptions,
  LogExpectationOptions,
  LogFeedbackOptions,
  LogOptions
} from './client/assessment-options';
export type { CreateExperimentOptions } from './client/experiments';
export type {
  CreateRunOptions,
  Run,
  RunStatus,
  UpdateRunOptions
} from './client/runs';
export { AssessmentSourceType } from './trace/assessment';
export type {
  Assessment,
  AssessmentBase,
  AssessmentError,
  AssessmentSource,
  Expectation,
  Feedback,
  FeedbackValue,
  IssueReference
} from './trace/assessment';
export { Span } from './trace/span';
export type { FinishedSpanEvent, SpanData, SpanLink } from './trace/span-data';
export { Trace } from './trace/trace';
export type { AssessmentQuery, SpanQuery, TraceData } from './trace/trace';
export type { TraceInfo, TraceLocation } from './trace/trace-info';
export type { EpochMilliseconds } from './trace/timestamp';
export type { Nanoseconds, TraceRecord, TraceState } from '../bundle/types';
export type { TraceJson, TraceTextOptions } from './trace/trace-text';

export {
  anthropic,
  autolog,
  ax,
  groq,
  langchain,
  llamaIndex,
  vercel,
  gemini,
  ollama,
  mistral,
  mastra,
  bedrock,
  mcp,
  openai,
  openaiAgents,
  tracedOpenAI
} from './autolog/autolog';
export type { AutologSubjects } from './autolog/autolog';
export type { AutologOptions } from './autolog/integration';
export type { LibraryNamespace } from './autolog/namespace';

installExporter();

// The import itself brings the display: the first cell imports the package, and its traces shall be shown too.
try {
  installNotebookDisplay();
} catch (error) {
  warn(
    'notebook display',
    `traces are not shown under cells: ${messageOf(error)}`
  );
}
