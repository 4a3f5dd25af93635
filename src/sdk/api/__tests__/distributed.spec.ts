import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectWarnings } from '../../__tests__/diagnostics';
import { drawing, tracesOf } from '../../__tests__/recorded-traces';
import { FakeServer } from '../../export/__tests__/fake-server';
import { MlflowExporter } from '../../export/mlflow-exporter';
import { NO_OP_TRACE_ID } from '../../recording/live-span';
import { shared } from '../../state';
import { setTrackingUri } from '../configuration';
import {
  getActiveTraceId,
  getCurrentActiveSpan,
  getLastActiveTraceId
} from '../current-trace';
import { flushTraces } from '../flush';
import { startSpan } from '../start-span';
import { tracing } from '../tracing';
import { withSpan } from '../with-span';

const TRACE = 'a1'.repeat(16);
const SPAN = 'b2'.repeat(8);
const REMOTE = `00-${TRACE}-${SPAN}-01`;

let warnings: ReturnType<typeof collectWarnings>;

beforeEach(() => {
  warnings = collectWarnings();
});

afterEach(() => {
  warnings.stop();
});

describe('tracing.injectContext', () => {
  it('adds the traceparent of the active span to an object, a Map or Headers', () => {
    withSpan(span => {
      const found = [
        tracing.injectContext<Record<string, string>>({})['traceparent'],
        tracing.injectContext(new Map<string, string>()).get('traceparent'),
        tracing.injectContext(new Headers()).get('traceparent')
      ];
      const expected = `00-${span.traceId.slice(3)}-${span.spanId}-01`;
      expect(found).toEqual([expected, expected, expected]);
    });
  });

  it('adds nothing without an active span', () => {
    expect(tracing.injectContext({ a: 'b' })).toEqual({ a: 'b' });
    expect(tracing.getTracingContextHeadersForHttpRequest()).toEqual({});
    expect(warnings.messages).toEqual([
      'getTracingContextHeadersForHttpRequest: no span is active, the headers are empty'
    ]);
  });

  it('passes on the span of another process where no span of this one runs', () => {
    tracing.setTracingContextFromHttpRequestHeaders(
      { traceparent: REMOTE },
      () => {
        expect(tracing.injectContext({})).toEqual({ traceparent: REMOTE });
      }
    );
  });
});

describe('tracing.setTracingContextFromHttpRequestHeaders', () => {
  it.each([
    ['in any case', { TraceParent: REMOTE }],
    ['as a list', { traceparent: [REMOTE] }],
    ['of fetch', new Headers({ traceparent: REMOTE })]
  ])('continues the trace that headers name, %s', async (_, headers) => {
    const last = getLastActiveTraceId();
    const [record] = await tracesOf(() =>
      tracing.setTracingContextFromHttpRequestHeaders(headers, async () => {
        expect([getCurrentActiveSpan(), getActiveTraceId()]).toEqual([
          null,
          null
        ]);
        await withSpan(async span => {
          await Promise.resolve();
          expect(span.traceId).toBe(`tr-${TRACE}`);
          expect(span.parentId).toBe(SPAN);
          withSpan(inner => {
            expect(inner.parentId).toBe(span.spanId);
          });
        });
      })
    );
    expect(record!.info.traceId).toBe(`tr-${TRACE}`);
    expect(getLastActiveTraceId()).toBe(last);
  });

  it('hangs under the span itself when that runs in this process', async () => {
    const text = await drawing(() =>
      withSpan(
        () => {
          const headers = tracing.getTracingContextHeadersForHttpRequest();
          shared.context.run(undefined, () => {
            tracing.setTracingContextFromHttpRequestHeaders(headers, () =>
              withSpan(() => 1, { name: 'server' })
            );
          });
        },
        { name: 'client' }
      )
    );
    expect(text).toBe('client\n  server → 1');
  });

  it('records nothing of what the sender did not record', async () => {
    const records = await tracesOf(() =>
      tracing.setTracingContextFromHttpRequestHeaders(
        { traceparent: REMOTE.replace(/01$/, '00') },
        () => {
          withSpan(span => {
            expect(span.traceId).toBe(NO_OP_TRACE_ID);
          });
        }
      )
    );
    expect(records).toEqual([]);
  });

  it('throws without a traceparent, and begins here with a wrong one', () => {
    expect(() =>
      tracing.setTracingContextFromHttpRequestHeaders({ a: 'b' }, () => 1)
    ).toThrow("the headers have no 'traceparent'");
    const headers = { traceparent: '00-0-0-01' };
    tracing.setTracingContextFromHttpRequestHeaders(headers, () => {
      withSpan(span => {
        expect(span.parentId).toBeNull();
      });
    });
    expect(warnings.messages).toEqual([
      '"00-0-0-01" is no traceparent: the trace begins here'
    ]);
  });
});

describe('parentContext', () => {
  it('is a traceparent, or headers with or without one', () => {
    const parents = [REMOTE, { traceparent: REMOTE }, {}].map(parentContext =>
      withSpan(({ parentId }) => parentId, { parentContext })
    );
    expect(parents).toEqual([SPAN, SPAN, null]);
    const span = startSpan({ parentContext: REMOTE });
    expect(span.traceId).toBe(`tr-${TRACE}`);
    span.end();
  });

  it('sends the spans, and leaves it to the sender to say what the trace is', async () => {
    const server = await new FakeServer(() => ({ json: {} })).start();
    const { sink } = shared;
    shared.sink = new MlflowExporter();
    setTrackingUri(server.address);
    withSpan(() => 1, { parentContext: REMOTE });
    expect(await flushTraces()).toMatchObject({ sent: 1, failed: 0 });
    expect(server.at('/v1/traces')).toHaveLength(1);
    expect(server.at('/api/3.0/mlflow/traces')).toEqual([]);
    await server.stop();
    shared.sink = sink;
    shared.settings = {};
  });
});

describe('tracestate', () => {
  const STATE = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';
  const out = () => tracing.injectContext<Record<string, string>>({});

  it.each<[string, Parameters<typeof withSpan>[1]]>([
    ['a text', { parentContext: { traceparent: REMOTE, TraceState: STATE } }],
    [
      'a list',
      { parentContext: { traceparent: REMOTE, tracestate: STATE.split(',') } }
    ],
    [
      'headers of fetch',
      {
        parentContext: new Headers({ traceparent: REMOTE, tracestate: STATE })
      }
    ]
  ])('travels on with the trace that came with it, as %s', (_, options) => {
    const sent = withSpan(() => withSpan(out), options);
    expect(sent['tracestate']).toBe(STATE);
  });

  it('is passed on where nothing is recorded in between', () => {
    const headers = { traceparent: REMOTE, tracestate: STATE };
    expect(
      tracing.setTracingContextFromHttpRequestHeaders(headers, out)
    ).toEqual(headers);
  });

  it('is not made up', () => {
    expect(Object.keys(withSpan(out))).toEqual(['traceparent']);
  });
});
