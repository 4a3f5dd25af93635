import { describe, expect, it } from '@jest/globals';
import { drawing, drawn, tracesOf } from '../../__tests__/recorded-traces';
import { MlflowClient } from '../../client/mlflow-client';
import { NO_OP_TRACE_ID } from '../../recording/live-span';
import { shared } from '../../state';
import { getCurrentActiveSpan, getLastActiveTraceId } from '../current-trace';
import { trace } from '../trace';
import { tracing } from '../tracing';
import { withSpan } from '../with-span';

const client = new MlflowClient('http://127.0.0.1:9');

describe('MlflowClient', () => {
  it('builds a trace by ids', async () => {
    const text = await drawing(() => {
      const { traceId, spanId } = client.startTrace('root', { inputs: 1 });
      const child = client.startSpan('child', {
        traceId,
        parentId: spanId,
        spanType: 'TOOL',
        inputs: 2
      });
      const leaf = client.startSpan('leaf', {
        traceId,
        parentId: child.spanId
      });
      client.endSpan(traceId, leaf.spanId, {
        status: { statusCode: 'ERROR', description: 'broken' }
      });
      client.endSpan(traceId, child.spanId, { outputs: 3 });
      client.endTrace(traceId, { outputs: 4 });
    });
    expect(text).toBe('root 1 → 4\n  child TOOL 2 → 3\n    leaf !broken');
  });

  it('ends the spans that still run with their trace, at its end', async () => {
    const [record] = await tracesOf(() => {
      const { traceId, spanId } = client.startTrace('root', {
        startTimeNs: 1_000_000n
      });
      client.startSpan('open', {
        traceId,
        parentId: spanId,
        startTimeNs: 2_000_000n
      });
      client.endTrace(traceId, { endTimeNs: 5_000_000n });
    });
    expect(record!.spans!.names).toEqual(['root', 'open']);
    expect([...record!.spans!.ends]).toEqual([4000, 4000]);
  });

  it('hangs a span under one of withSpan, and leaves the active span alone', async () => {
    const text = await drawing(() =>
      withSpan(
        outer => {
          const { traceId, spanId: parentId } = outer;
          const span = client.startSpan('by hand', { traceId, parentId });
          expect(getCurrentActiveSpan()?.spanId).toBe(parentId);
          withSpan(() => 1, { name: 'sibling' });
          client.endSpan(traceId, span.spanId);
        },
        { name: 'outer' }
      )
    );
    expect(text).toBe('outer\n  by hand\n  sibling → 1');
  });

  it('lets a traced function below a span by hand start a trace of its own', async () => {
    const own = trace(() => 1, { name: 'own' });
    const text = await drawing(() => {
      const root = client.startTrace('root');
      own();
      client.endTrace(root.traceId);
    });
    expect(text).toBe('own {} → 1\n---\nroot');
  });

  it('refuses to start a trace where one is active', () => {
    withSpan(() => {
      expect(() => client.startTrace('second')).toThrow(
        /^startTrace: the trace tr-[0-9a-f]{32} .* is active here/
      );
    });
  });

  it.each([
    [{ traceId: 'tr-0', parentId: '' }, 'expected traceId and parentId'],
    [{ traceId: '', parentId: 'a' }, 'expected traceId and parentId'],
    [{ traceId: 'tr-0', parentId: 'a' }, 'the span a of the trace tr-0']
  ])('refuses a parent that it does not know: %p', (options, message) => {
    expect(() => client.startSpan('x', options)).toThrow(message);
  });

  it('says that a trace has ended already, and takes the end of an unknown span for done', () => {
    const { traceId, spanId } = client.startTrace('root');
    client.endSpan(traceId, 'unknown');
    client.endTrace(traceId);
    client.endSpan(traceId, spanId);
    expect(() => {
      client.endTrace(traceId);
    }).toThrow(`no trace with the id "${traceId}" runs in this process`);
    expect(shared.openTraces.has(traceId)).toBe(false);
    expect(getLastActiveTraceId()).toBe(traceId);
  });

  it('takes the ids of spans that are not recorded', async () => {
    tracing.disable();
    const records = await tracesOf(() => {
      const { traceId } = client.startTrace('root');
      expect(traceId).toBe(NO_OP_TRACE_ID);
      const child = client.startSpan('child', { traceId, parentId: '' });
      client.endSpan(traceId, child.spanId);
      client.endTrace(traceId);
    });
    tracing.enable();
    expect(records.map(drawn)).toEqual([]);
  });
});
