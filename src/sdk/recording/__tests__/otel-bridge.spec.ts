import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  context,
  SpanStatusCode,
  trace as otelTrace
} from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor
} from '@opentelemetry/sdk-trace-base';
import { startSpan } from '../../api/start-span';
import { trace } from '../../api/trace';
import { tracing } from '../../api/tracing';
import { withSpan } from '../../api/with-span';
import { drawing } from '../../__tests__/recorded-traces';
import { StackContextManager } from '../../__tests__/stack-context-manager';

const ENVIRONMENT = { ...process.env };
const memory = new InMemorySpanExporter();

/** The finished spans of the user's provider as lines "name < name of the parent". */
function told(): string[] {
  const spans = memory.getFinishedSpans();
  const names = new Map(spans.map(s => [s.spanContext().spanId, s.name]));
  return spans.map(({ name, parentSpanContext: parent }) =>
    parent === undefined ? name : `${name} < ${names.get(parent.spanId)}`
  );
}

function own<T>(name: string, fn: () => T): T {
  const span = otelTrace.getTracer('own').startSpan(name);
  try {
    return context.with(otelTrace.setSpan(context.active(), span), fn);
  } finally {
    span.end();
  }
}

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
  otelTrace.disable();
  context.disable();
  process.env = { ...ENVIRONMENT };
  tracing.reset();
});

describe('MLFLOW_TRACE_PROPAGATE_TO_OTEL_CONTEXT', () => {
  beforeEach(() => {
    process.env['MLFLOW_TRACE_PROPAGATE_TO_OTEL_CONTEXT'] = 'true';
  });

  it('lets spans of other libraries hang under ours, which the provider does not get', () => {
    const ids = withSpan(span => {
      own('query', () => undefined);
      return [span.traceId.slice(3), span.spanId];
    });
    const [query] = memory.getFinishedSpans();
    const { traceId, spanId } = query!.parentSpanContext!;
    expect([traceId, spanId]).toEqual(ids);
    expect(memory.getFinishedSpans()).toHaveLength(1);
  });

  it('holds in traced functions and generators, within each other', () => {
    const seen: (string | undefined)[] = [];
    const see = (): unknown =>
      seen.push(otelTrace.getActiveSpan()?.spanContext().spanId);
    const ids: string[] = [];
    withSpan(span => {
      ids.push(span.spanId);
      see();
      const inner = trace(() => see());
      inner();
      trace(function* walk() {
        see();
        yield 1;
      })().next();
      see();
    });
    expect(new Set(seen).size).toBe(3);
    expect([seen[0], seen[3]]).toEqual([ids[0], ids[0]]);
    expect(otelTrace.getActiveSpan()).toBeUndefined();
  });

  it('records what an instrumentation says of the active span', async () => {
    expect(
      await drawing(() =>
        withSpan(() => {
          const active = otelTrace.getActiveSpan()!;
          active.setAttribute('mlflow.spanOutputs', 'by OpenTelemetry');
          active.addEvent('seen', { by: 'me' }).updateName('another');
          active.setStatus({ code: SpanStatusCode.ERROR, message: 'no' });
          active.end();
        })
      )
    ).toBe('span → "by OpenTelemetry" !no');
  });

  it('shows nothing when it is not asked for', () => {
    delete process.env['MLFLOW_TRACE_PROPAGATE_TO_OTEL_CONTEXT'];
    withSpan(() => {
      expect(otelTrace.getActiveSpan()).toBeUndefined();
    });
  });
});

describe('MLFLOW_USE_DEFAULT_TRACER_PROVIDER=false', () => {
  beforeEach(() => {
    process.env['MLFLOW_USE_DEFAULT_TRACER_PROVIDER'] = 'false';
  });

  it('records each span with the provider of the user too, with the same ids', async () => {
    let ids: string[] = [];
    const ours = await drawing(() => {
      withSpan(
        root => {
          ids = [root.traceId.slice(3), root.spanId];
          own('query', () => withSpan(() => 2, { name: 'inner' }));
          startSpan({ name: 'apart', parent: root }).end();
          return 1;
        },
        { name: 'root', inputs: { q: 1 } }
      );
    });
    expect(ours).toBe('root {"q":1} → 1\n  inner → 2\n  apart');
    expect(told()).toEqual([
      'inner < query',
      'query < root',
      'apart < root',
      'root'
    ]);
    const root = memory.getFinishedSpans().at(-1)!;
    const { traceId, spanId } = root.spanContext();
    expect([traceId, spanId]).toEqual(ids);
    expect(root.attributes).toMatchObject({ 'mlflow.spanInputs': '{"q":1}' });
  });

  it('gives the provider what is left after redaction', () => {
    tracing.configure({
      spanProcessors: [span => span.setInputs({ password: '***' })]
    });
    withSpan(() => 1, { inputs: { password: 'hunter2' } });
    const [span] = memory.getFinishedSpans();
    expect(span?.attributes['mlflow.spanInputs']).toBe('{"password":"***"}');
  });

  it('makes traces of their own of two spans under one span of the user', () => {
    const [first, second] = own('request', () => [
      withSpan(span => span.traceId, { name: 'a' }),
      withSpan(span => span.traceId, { name: 'b' })
    ]);
    expect(first).not.toBe(second);
    expect(told()).toEqual(['a < request', 'b < request', 'request']);
  });

  it('records as always when no provider is registered', async () => {
    otelTrace.disable();
    expect(await drawing(() => withSpan(() => 1))).toBe('span → 1');
  });
});
