import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource
} from '@opentelemetry/resources';
import { VERSION } from '../version';
import { withoutCredentials } from './address';
import { read, textOf, type Environment } from './environment';
import { OTLP_VARIABLES } from './otlp-variables';

/** How spans travel to a collector. */
export type OtlpProtocol = 'http/protobuf' | 'http/json' | 'grpc';

/** An OpenTelemetry Collector, fixed when a trace starts, as `TrackingTarget` is. */
export type CollectorTarget = {
  /** Where spans are posted, without credentials: for messages. */
  readonly address: string;
  readonly protocol: OtlpProtocol;
  /** What the environment said of the collector: OpenTelemetry's exporters read it themselves. */
  readonly environment: Environment;
  /** Who sends. */
  readonly resource: Resource;
};

const NAMES = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'MLFLOW_ENABLE_OTEL_GENAI_SEMCONV',
  ...Object.keys(OTLP_VARIABLES)
];

let lastKey = '';
let lastTarget: CollectorTarget | undefined;

/** The collector that traces go to; undefined when none is set, or MLFLOW_ENABLE_OTLP_EXPORTER is false. */
export function currentCollector(): CollectorTarget | undefined {
  const endpoint =
    read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ??
    read('OTEL_EXPORTER_OTLP_ENDPOINT');
  if (endpoint === undefined || !read('MLFLOW_ENABLE_OTLP_EXPORTER')) {
    return undefined;
  }
  const values = NAMES.map(textOf);
  const key = JSON.stringify(values);
  if (key !== lastKey) {
    lastKey = key;
    lastTarget = collectorAt(endpoint);
  }
  return lastTarget;
}

function collectorAt(endpoint: string): CollectorTarget {
  const protocol =
    read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ??
    read('OTEL_EXPORTER_OTLP_PROTOCOL');
  checkOtherVariables();
  return {
    address: withoutCredentials(endpoint),
    protocol,
    environment: Object.fromEntries(NAMES.map(name => [name, textOf(name)])),
    resource: currentResource()
  };
}

/** Their values are read by the exporters, which say nothing of wrong ones. */
function checkOtherVariables(): void {
  read('MLFLOW_ENABLE_OTEL_GENAI_SEMCONV');
  read('OTEL_EXPORTER_OTLP_COMPRESSION');
  read('OTEL_EXPORTER_OTLP_TRACES_COMPRESSION');
  read('OTEL_EXPORTER_OTLP_TIMEOUT');
  read('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT');
  read('OTEL_EXPORTER_OTLP_INSECURE');
  read('OTEL_EXPORTER_OTLP_TRACES_INSECURE');
}

/** OpenTelemetry's default service name holds the path of the runtime, which is nobody's business. */
function currentResource(): Resource {
  return defaultResource()
    .merge(
      resourceFromAttributes({
        'service.name': 'unknown_service',
        'telemetry.sdk.name': 'spanbook',
        'telemetry.sdk.version': VERSION
      })
    )
    .merge(detectResources({ detectors: [envDetector] }));
}
