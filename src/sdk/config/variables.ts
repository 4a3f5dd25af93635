import { OTLP_VARIABLES } from './otlp-variables';
import {
  address,
  choice,
  count,
  flag,
  numeric,
  secret,
  text,
  optional
} from './variable';

const DAY = 86_400;

/**
 * Every variable of the environment that the SDK reads, by name. Names, units and defaults are MLflow's (3.17,
 * `environment_variables.py`) and OpenTelemetry's; where ours differs, the meaning says so. `docs/configuration.md`
 * repeats this table, and lists what has no meaning here.
 */
export const VARIABLES = {
  // Tracking server
  MLFLOW_TRACKING_URI: text(
    'Address of the tracking server: `http(s)://…`, or `databricks`.'
  ),
  SPANBOOK_EMBEDDED_URI: text(
    'The tracking URI of the server that Jupyter started; set by the server extension, so that traces that waited on disk find that server at its next address.'
  ),
  MLFLOW_TRACKING_USERNAME: text(
    'User name for basic authentication; goes before the token.'
  ),
  MLFLOW_TRACKING_PASSWORD: secret('Password for basic authentication.'),
  MLFLOW_TRACKING_TOKEN: secret('Bearer token.'),
  MLFLOW_TRACKING_INSECURE_TLS: flag({
    fallback: false,
    meaning: 'Accepts any certificate of the tracking server.'
  }),
  MLFLOW_TRACKING_SERVER_CERT_PATH: text(
    'File (PEM) with the certificates of the authorities to trust.'
  ),
  MLFLOW_TRACKING_CLIENT_CERT_PATH: text(
    'File (PEM) with a client certificate and its key.'
  ),
  MLFLOW_WORKSPACE: text(
    'Workspace on the server, sent as header `X-MLFLOW-WORKSPACE`.'
  ),
  DATABRICKS_HOST: text('Address behind the tracking URI `databricks`.'),
  DATABRICKS_TOKEN: secret('Bearer token for the tracking URI `databricks`.'),
  MLFLOW_EXPERIMENT_NAME: text(
    'Experiment for traces, made when it is missing; goes before the id.'
  ),
  MLFLOW_EXPERIMENT_ID: text('Experiment for traces, by id.'),
  MLFLOW_TRACING_DESTINATION: {
    ...text(
      'Experiment for traces, by id; goes before the two above and before OTLP, as `tracing.setDestination`.'
    ),
    accepted:
      'the id of an experiment (tables of Unity Catalog are not supported)',
    parse: (given: string) => (given.includes('.') ? undefined : given)
  },
  MLFLOW_RUN_ID: text(
    'Run that the next `startRun` goes on with, by id; for one run only.'
  ),
  MLFLOW_ACTIVE_MODEL_ID: text(
    'Id of the model version that traces belong to (metadata `mlflow.modelId`).'
  ),

  // Requests
  MLFLOW_HTTP_REQUEST_TIMEOUT: numeric({
    fallback: 120,
    unit: 's',
    meaning: 'Time for one request.',
    min: 0.001,
    max: DAY
  }),
  MLFLOW_HTTP_REQUEST_MAX_RETRIES: count({
    fallback: 7,
    unit: 'attempts',
    meaning:
      'Further attempts after 408, 429, 500, 502, 503, 504 or a timeout; 10 at most. Traces are then tried once a minute.',
    min: 0,
    max: 10
  }),
  MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: numeric({
    fallback: 2,
    unit: 's',
    meaning: 'Wait before the first further attempt; doubles each time.',
    min: 0,
    max: 120
  }),
  MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: numeric({
    fallback: 1,
    unit: 's',
    meaning: 'Random time added to each wait, at most.',
    min: 0,
    max: 120
  }),
  MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER: flag({
    fallback: true,
    meaning: 'Waits as long as the server asks for.'
  }),

  // Recording and sending
  MLFLOW_TRACE_SAMPLING_RATIO: numeric({
    fallback: 1,
    unit: 'share',
    meaning: 'Share of traces that is recorded, decided at the root span.',
    min: 0,
    max: 1
  }),
  MLFLOW_TRACE_EXTRACT_ATTACHMENTS: flag({
    fallback: true,
    meaning:
      'Images and sounds in inputs and outputs (data URIs, chat formats) are stored as files beside the trace, with a reference in their place; the notebook shows them in place.'
  }),
  MLFLOW_TRACE_MAX_ATTACHMENT_SIZE: {
    ...optional(
      count({ fallback: 0, meaning: '', min: 1, max: Number.MAX_SAFE_INTEGER }),
      'Size of one such file at most; a larger one is replaced by a message, and its span gets status ERROR. No limit when unset.'
    ),
    unit: 'bytes'
  },
  MLFLOW_ENABLE_ASYNC_TRACE_LOGGING: flag({
    fallback: true,
    meaning:
      'Collects ended traces into common requests, in the background. `false`: each is sent at once; the promise of an asynchronous call that starts a trace is settled when the server has the trace, a synchronous call returns when it is on disk.'
  }),
  MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE: count({
    fallback: 1000,
    unit: 'traces',
    meaning:
      'Ended traces that wait in memory; more wait on disk, and are dropped, and counted, when that cannot be.',
    min: 1,
    max: 1_000_000
  }),
  SPANBOOK_QUEUE_MAX_BYTES: {
    ...count({
      fallback: 67_108_864,
      meaning: 'Size of the traces that wait in memory, about; the same.',
      min: 1,
      max: Number.MAX_SAFE_INTEGER
    }),
    unit: 'bytes'
  },
  MLFLOW_USE_BATCH_SPAN_PROCESSOR: flag({
    fallback: true,
    meaning:
      '`false` gives each ended trace requests of its own, at once; whole traces are sent in any case, not single spans.'
  }),
  MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS: count({
    fallback: 100,
    unit: 'ms',
    meaning:
      'Time for which ended traces are collected into one request. (Python: 5000; whoever looks at a cell looks at once.)',
    min: 0,
    max: 3_600_000
  }),
  MLFLOW_ASYNC_TRACE_LOGGING_MAX_SPAN_BATCH_SIZE: count({
    fallback: 1000,
    unit: 'spans',
    meaning:
      'Spans of one request; a trace is never divided, and 50 traces are the most. (Python: 5, since it sends spans while the trace runs; a server stores more of them by larger requests.)',
    min: 1,
    max: 1000
  }),
  MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS: count({
    fallback: 4,
    unit: 'requests',
    meaning:
      'Requests under way at a time; 10 at most. (Python: 10; a server has 15 database connections for all its clients.)',
    min: 1,
    max: 10
  }),
  MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT: numeric({
    fallback: 500,
    unit: 's',
    meaning:
      'Time after which a request is repeated once a minute only, whatever `MLFLOW_HTTP_REQUEST_MAX_RETRIES` says.',
    min: 0,
    max: DAY
  }),
  MLFLOW_TRACE_TIMEOUT_SECONDS: {
    ...numeric({
      fallback: 0,
      unit: 's',
      meaning:
        'An open trace of that age is closed with status ERROR, and sent; never when unset.',
      min: 0.001,
      max: 1_000_000_000
    }),
    fallback: undefined
  },
  MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS: numeric({
    fallback: 1,
    unit: 's',
    meaning: 'Time between two looks for such traces.',
    min: 0.001,
    max: DAY
  }),
  MLFLOW_TRACE_BUFFER_TTL_SECONDS: numeric({
    fallback: 3600,
    unit: 's',
    meaning:
      'Time for which an open trace is remembered, when there is no timeout; it is still sent when it ends later.',
    min: 0.001,
    max: 1_000_000_000
  }),
  MLFLOW_TRACE_BUFFER_MAX_SIZE: count({
    fallback: 1000,
    unit: 'traces',
    meaning: 'Open traces that are remembered.',
    min: 1,
    max: 1_000_000
  }),
  SPANBOOK_SPOOL: choice(['on', 'off'], {
    fallback: 'on',
    meaning:
      '`off`: traces that the server has not taken wait in memory only, and end with the process.'
  }),
  SPANBOOK_SPOOL_DIR: text(
    'Folder for traces that wait on disk; `spanbook/spool` in the folder for state of the user (`XDG_STATE_HOME`) when unset.'
  ),
  SPANBOOK_SPOOL_MAX_BYTES: {
    ...count({
      fallback: 268_435_456,
      meaning:
        'Size of that folder at most; what comes then waits in memory, with a warning.',
      min: 1,
      max: Number.MAX_SAFE_INTEGER
    }),
    unit: 'bytes'
  },
  MLFLOW_LOGGING_LEVEL: choice(
    ['debug', 'info', 'warning', 'warn', 'error', 'critical'],
    {
      fallback: 'info',
      meaning:
        'What the SDK says on stderr: `debug` everything, `info` and `warning` its warnings, `error` and `critical` nothing.'
    }
  ),

  // Reading back
  MLFLOW_SEARCH_TRACES_MAX_BATCH_SIZE: count({
    fallback: 10,
    unit: 'traces',
    meaning: 'Traces fetched by one request; 10 at most.',
    min: 1,
    max: 10
  }),
  MLFLOW_SEARCH_TRACES_MAX_THREADS: count({
    fallback: 4,
    unit: 'requests',
    meaning:
      'Fetches at a time; 4 at most, since a server has 15 database connections for all its clients (Python: 32).',
    min: 1,
    max: 4
  }),
  MLFLOW_DELETE_TRACES_MAX_BATCH_SIZE: count({
    fallback: 100,
    unit: 'traces',
    meaning: 'Traces deleted by one request; 100 at most.',
    min: 1,
    max: 100
  }),

  // Notebook
  MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: count({
    fallback: 10,
    unit: 'traces',
    meaning: 'Traces shown under one cell; the others are counted.',
    min: 1,
    max: 1_000_000
  }),

  SPANBOOK_DISPLAY: optional(
    choice(['expanded', 'collapsed', 'off'], {
      fallback: 'collapsed',
      meaning: ''
    }),
    '`expanded` or `collapsed`: how traces stand under a cell; `off`: no output. Unset: as the host wishes.'
  ),
  SPANBOOK_MAX_OUTPUT_BYTES: {
    ...optional(
      count({ fallback: 0, meaning: '', min: 1, max: Number.MAX_SAFE_INTEGER }),
      'Size of one output at most, 2 MB when unset: over it, the largest inputs and outputs go first.'
    ),
    unit: 'bytes'
  },

  // OpenTelemetry Collector
  OTEL_EXPORTER_OTLP_ENDPOINT: address(
    'Address of an OpenTelemetry Collector, which then gets the traces in place of MLflow; `/v1/traces` is added for HTTP.'
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address(
    'The same, used as it is; goes before the one above.'
  ),
  MLFLOW_ENABLE_OTLP_EXPORTER: flag({
    fallback: true,
    meaning: '`false` ignores the two above.'
  }),
  MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT: flag({
    fallback: false,
    meaning: 'Sends to the collector and to MLflow.'
  }),
  MLFLOW_USE_DEFAULT_TRACER_PROVIDER: flag({
    fallback: true,
    meaning:
      '`false` also records every span with the OpenTelemetry provider that you registered, whose processors and exporters then get it; spans of other libraries do not come to MLflow (Python: they do).'
  }),
  MLFLOW_TRACE_PROPAGATE_TO_OTEL_CONTEXT: flag({
    fallback: false,
    meaning:
      "Makes the active span the active one of OpenTelemetry's context too, when you registered a context manager: spans of other libraries hang under it."
  }),
  MLFLOW_ENABLE_OTEL_GENAI_SEMCONV: flag({
    fallback: false,
    meaning:
      "Spans for a collector in OpenTelemetry's conventions for generative AI: `gen_ai.…` attributes in place of `mlflow.…`, names such as `chat gpt-4o`. A span of another type keeps its name (Python: the type becomes the name)."
  }),
  ...OTLP_VARIABLES,
  OTEL_SERVICE_NAME: text(
    'Resource attribute `service.name`; MLflow makes a tag of it.'
  ),
  OTEL_RESOURCE_ATTRIBUTES: text(
    'Further resource attributes: `key=value,key=value`.'
  )
} as const;

export type VariableName = keyof typeof VARIABLES;
