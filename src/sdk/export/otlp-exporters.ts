import process from 'node:process';
import type { ExportResult } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { CollectorTarget } from '../config/collector';
import type { Environment } from '../config/environment';

/** The part of OpenTelemetry's exporters that is used. */
export type SpanExporter = {
  export(
    spans: ReadableSpan[],
    resultCallback: (result: ExportResult) => void
  ): void;
};

/**
 * Loads OpenTelemetry's exporter for the protocol: only programs that send to a collector pay for it.
 * @throws Error, with the command to install it, when the package for gRPC is missing.
 */
export async function loadOtlpExporter(
  target: CollectorTarget
): Promise<SpanExporter> {
  const Exporter = await exporterClass(target);
  return inEnvironment(target.environment, () => new Exporter());
}

async function exporterClass({
  protocol
}: CollectorTarget): Promise<new () => SpanExporter> {
  switch (protocol) {
    case 'http/protobuf':
      return (await import('@opentelemetry/exporter-trace-otlp-proto'))
        .OTLPTraceExporter;
    case 'http/json':
      return (await import('@opentelemetry/exporter-trace-otlp-http'))
        .OTLPTraceExporter;
    case 'grpc':
      return grpcExporterClass();
  }
}

/** Optional, since it brings 13 MB and 23 packages (docs/adr/0006). */
async function grpcExporterClass(): Promise<new () => SpanExporter> {
  try {
    return (await import('@opentelemetry/exporter-trace-otlp-grpc'))
      .OTLPTraceExporter;
  } catch (error) {
    throw new Error(
      'OTLP over gRPC needs one more package: npm install @opentelemetry/exporter-trace-otlp-grpc (or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)',
      { cause: error }
    );
  }
}

/**
 * Makes something that reads its settings from the environment with those of another time: a trace goes where the
 * environment said when it started, with the headers that were meant for that place. Nothing else runs meanwhile.
 */
function inEnvironment<T>(environment: Environment, make: () => T): T {
  const now = Object.keys(environment).map(
    name => [name, process.env[name]] as const
  );
  setAll(Object.entries(environment));
  try {
    return make();
  } finally {
    setAll(now);
  }
}

function setAll(
  variables: readonly (readonly [string, string | undefined])[]
): void {
  for (const [name, value] of variables) {
    if (value === undefined) {
      Reflect.deleteProperty(process.env, name);
    } else {
      process.env[name] = value;
    }
  }
}
