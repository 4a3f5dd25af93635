import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { context, trace as otelTrace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor
} from '@opentelemetry/sdk-trace-base';
import { setTrackingUri } from '../../api/configuration';
import { updateCurrentTrace } from '../../api/current-trace';
import { flushTraces } from '../../api/flush';
import { tracing } from '../../api/tracing';
import { withSpan } from '../../api/with-span';
import { shared } from '../../state';
import { collectWarnings } from '../../__tests__/diagnostics';
import { StackContextManager } from '../../__tests__/stack-context-manager';
import { tracesOf } from '../../__tests__/recorded-traces';
import { TraceRouter } from '../trace-router';
import { asMlflow, FakeServer, type Answer, type Arrival } from './fake-server';
import { GrpcReceiver } from './grpc-receiver';

const ENVIRONMENT = { ...process.env };
let collector: FakeServer;
let mlflow: FakeServer;
let answers: Answer[];
let router: TraceRouter;
let warnings: ReturnType<typeof collectWarnings>;

function make(name = 'work'): void {
  withSpan(span => span.setInputs({ question: 'why' }), { name });
}

type OtlpAttributes = readonly { key: string; value: object }[];

/** The part of an OTLP request in JSON that is looked at. */
type OtlpRequest = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: OtlpAttributes };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly name: string;
        readonly attributes: OtlpAttributes;
      }[];
    }[];
  }[];
};

function resourcesIn({ body }: Arrival) {
  return (JSON.parse(body) as OtlpRequest).resourceSpans;
}

function spansIn(arrival: Arrival) {
  return resourcesIn(arrival)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans);
}

function namesIn(arrival: Arrival): string[] {
  return spansIn(arrival).map(({ name }) => name);
}

function plain(attributes: OtlpAttributes) {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, Object.values(value)[0]])
  );
}

beforeEach(async () => {
  answers = [];
  collector = await new FakeServer(() => answers.shift() ?? 200).start();
  mlflow = await new FakeServer(asMlflow).start();
  warnings = collectWarnings();
  shared.sink = router = new TraceRouter();
  Object.assign(process.env, {
    MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0.01',
    MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json'
  });
  setTrackingUri(mlflow.address);
});

afterEach(async () => {
  await flushTraces({ timeout: 2 });
  router.close();
  process.env = { ...ENVIRONMENT };
  shared.settings = {};
  tracing.reset();
  warnings.stop();
  await Promise.all([collector.stop(), mlflow.stop()]);
});

describe('a collector in the environment', () => {
  it('gets the traces in place of MLflow, and the flush counts them', async () => {
    make();
    make();
    expect(await flushTraces()).toMatchObject({ sent: 2, failed: 0 });
    expect(collector.arrivals.flatMap(namesIn)).toEqual(['work', 'work']);
    expect(mlflow.arrivals).toEqual([]);
  });

  it('may leave out spans, which are counted as failed and said once', async () => {
    const partialSuccess = { rejectedSpans: '2', errorMessage: 'too old' };
    answers = [{ json: { partialSuccess } }, { json: { partialSuccess } }];
    make();
    make();
    make();
    expect(await flushTraces()).toMatchObject({
      sent: 1,
      failed: 2,
      errors: ['the collector rejected 2 spans: too old']
    });
    expect(warnings.messages).toEqual([
      'the collector rejected 2 spans: too old'
    ]);
    expect(collector.arrivals).toHaveLength(1);
  });

  it('gets protobuf unless another protocol is asked for', async () => {
    delete process.env['OTEL_EXPORTER_OTLP_PROTOCOL'];
    make('by protobuf');
    await flushTraces();
    const [arrival] = collector.at('/v1/traces');
    expect(arrival?.headers['content-type']).toBe('application/x-protobuf');
    expect(arrival?.body).toContain('by protobuf');
  });

  it('is found at the address for traces as it is, with headers and compression', async () => {
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.address}/ingest?tenant=1`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip'
    });
    make();
    await flushTraces();
    const [arrival] = collector.arrivals;
    expect(arrival?.path).toBe('/ingest?tenant=1');
    expect(arrival?.headers).toMatchObject({
      'x-key': 'a b',
      'content-encoding': 'gzip'
    });
  });

  it('hears who sends', async () => {
    Object.assign(process.env, {
      OTEL_SERVICE_NAME: 'support-bot',
      OTEL_RESOURCE_ATTRIBUTES: 'team=search,region=eu'
    });
    make();
    await flushTraces();
    expect(
      plain(resourcesIn(collector.arrivals[0]!)[0]!.resource.attributes)
    ).toMatchObject({
      'service.name': 'support-bot',
      'telemetry.sdk.name': 'spanbook',
      team: 'search',
      region: 'eu'
    });
  });

  it('finds tags, session and user of the trace on the root span', async () => {
    withSpan(
      () =>
        updateCurrentTrace({
          tags: { channel: 'mail' },
          sessionId: 's-1',
          user: 'ada'
        }),
      { name: 'root' }
    );
    await flushTraces();
    expect(plain(spansIn(collector.arrivals[0]!)[0]!.attributes)).toMatchObject(
      {
        'mlflow.traceTag.channel': 'mail',
        'session.id': 's-1',
        'user.id': 'ada'
      }
    );
  });

  it('is left alone when MLFLOW_ENABLE_OTLP_EXPORTER is false', async () => {
    process.env['MLFLOW_ENABLE_OTLP_EXPORTER'] = 'false';
    make();
    expect(await flushTraces()).toMatchObject({ sent: 1 });
    expect(collector.arrivals).toEqual([]);
    expect(mlflow.at('/v1/traces')).toHaveLength(1);
  });

  it('gets what MLflow gets too when both are asked for; each delivery counts', async () => {
    process.env['MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT'] = 'true';
    make();
    expect(await flushTraces()).toMatchObject({ sent: 2 });
    expect(collector.arrivals).toHaveLength(1);
    expect(mlflow.at('/v1/traces')).toHaveLength(1);
  });

  it('gets nothing of a trace with a destination', async () => {
    tracing.setDestination({ experimentId: '7' });
    make();
    await flushTraces();
    expect(collector.arrivals).toEqual([]);
    expect(mlflow.at('/v1/traces')[0]?.headers['x-mlflow-experiment-id']).toBe(
      '7'
    );
  });

  it('gets each trace at the address and with the headers of its start', async () => {
    const other = await new FakeServer(() => 200).start();
    process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-key=first';
    make('early');
    // The environment is looked at once a turn of the event loop.
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_ENDPOINT: other.address,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=second'
    });
    make('late');
    expect(await flushTraces()).toMatchObject({ sent: 2 });
    const seen = [...collector.arrivals, ...other.arrivals].map(arrival => [
      namesIn(arrival),
      arrival.headers['x-key']
    ]);
    expect(seen).toEqual([
      [['early'], 'first'],
      [['late'], 'second']
    ]);
    await other.stop();
  });

  it('leaves the notebook display and other observers as they are', async () => {
    const [trace] = await tracesOf(() => make());
    expect(trace?.info.state).toBe('OK');
    expect(trace?.info.experimentId).toBeUndefined();
  });
});

describe('a collector that fails', () => {
  it('gets the traces once it is there again', async () => {
    answers = [503, 503];
    make();
    expect(await flushTraces()).toMatchObject({ sent: 1, failed: 0 });
    expect(collector.arrivals).toHaveLength(3);
  }, 15_000);

  it('costs only the trace that it refuses', async () => {
    answers = [400, 400];
    make('bad');
    make('good');
    const { sent, failed, errors } = await flushTraces();
    expect({ sent, failed }).toEqual({ sent: 1, failed: 1 });
    expect(errors.join()).toContain('400');
  });

  it('never makes a credential appear', async () => {
    process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'authorization=Bearer hidden-1';
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.address.replace(
      '//',
      '//ada:hidden-2@'
    );
    answers = [{ status: 401, text: 'no Bearer hidden-1' }];
    make();
    const { failed, errors } = await flushTraces();
    expect(failed).toBe(1);
    expect([...errors, ...warnings.messages].join()).not.toContain('hidden');
    expect(collector.arrivals[0]?.headers.authorization).toContain('hidden-1');
  });

  it('is named, with the protocol that its port suggests', async () => {
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'http://127.0.0.1:4317';
    process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '50';
    process.env['MLFLOW_HTTP_REQUEST_MAX_RETRIES'] = '0';
    make();
    const { errors } = await flushTraces();
    expect(errors.join()).toContain('OTEL_EXPORTER_OTLP_PROTOCOL=grpc');
  });

  it('is replaced by MLflow when its address is none', async () => {
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = '://secret-token';
    make();
    expect(await flushTraces()).toMatchObject({ sent: 1 });
    expect(mlflow.at('/v1/traces')).toHaveLength(1);
    expect(warnings.messages.join()).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
    expect(warnings.messages.join()).not.toContain('secret-token');
  });

  it('is spoken to by the default protocol when the protocol is unknown, with one warning', async () => {
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/xml';
    make();
    make();
    await flushTraces();
    expect(collector.arrivals[0]?.headers['content-type']).toBe(
      'application/x-protobuf'
    );
    expect(
      warnings.messages.filter(message =>
        message.includes('"http/xml" is not http/protobuf, http/json or grpc')
      )
    ).toHaveLength(1);
  });
});

describe('a collector that speaks gRPC', () => {
  let receiver: GrpcReceiver;

  beforeEach(async () => {
    receiver = await new GrpcReceiver().start();
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.port}`
    });
  });
  afterEach(() => receiver.stop());

  it('gets the traces with the headers as metadata', async () => {
    process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-key=abc';
    make('by grpc');
    expect(await flushTraces()).toMatchObject({ sent: 1 });
    expect(receiver.arrivals[0]?.body).toContain('by grpc');
    expect(receiver.arrivals[0]?.metadata.get('x-key')).toEqual(['abc']);
  });

  it('is asked again when it is unavailable', async () => {
    receiver.refusals = [status.UNAVAILABLE, status.RESOURCE_EXHAUSTED];
    make();
    expect(await flushTraces()).toMatchObject({ sent: 1, failed: 0 });
    expect(receiver.arrivals).toHaveLength(3);
  });

  it('is not asked again when it refuses', async () => {
    receiver.refusals = [status.PERMISSION_DENIED];
    make();
    const { failed, errors } = await flushTraces();
    expect(failed).toBe(1);
    expect(errors.join()).toContain('PERMISSION_DENIED');
  });
});

describe('an OpenTelemetry provider of the user', () => {
  const memory = new InMemorySpanExporter();
  const spanNames = () => memory.getFinishedSpans().map(({ name }) => name);
  const realFetch = globalThis.fetch;

  beforeEach(() => {
    memory.reset();
    context.setGlobalContextManager(new StackContextManager());
    otelTrace.setGlobalTracerProvider(
      new BasicTracerProvider({
        spanProcessors: [new SimpleSpanProcessor(memory)]
      })
    );
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
    otelTrace.disable();
    context.disable();
  });

  it('is not fed by our spans, does not become their parent, and keeps working', async () => {
    const tracer = otelTrace.getTracer('own');
    const own = tracer.startSpan('own');
    const [trace] = await tracesOf(() => {
      context.with(otelTrace.setSpan(context.active(), own), () => make());
    });
    own.end();
    await flushTraces();
    tracer.startSpan('later').end();
    expect(spanNames()).toEqual(['own', 'later']);
    expect(trace?.info.traceId).not.toContain(own.spanContext().traceId);
    expect(collector.arrivals.flatMap(namesIn)).toEqual(['work']);
  });

  it('is not fed by an instrumentation of the requests that we make', async () => {
    globalThis.fetch = (...args) => {
      otelTrace.getTracer('fetch').startSpan('a request').end();
      return realFetch(...args);
    };
    process.env['MLFLOW_ENABLE_OTLP_EXPORTER'] = 'false';
    await fetch(mlflow.address);
    make();
    expect(await flushTraces()).toMatchObject({ sent: 1 });
    expect(spanNames()).toEqual(['a request']);
  });
});
