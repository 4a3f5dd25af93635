import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { drawn, pause, tracesOf } from '../../__tests__/recorded-traces';
import { startSpan } from '../../api/start-span';
import { trace } from '../../api/trace';
import { shared } from '../../state';

const ENVIRONMENT = { ...process.env };

afterEach(() => {
  process.env = { ...ENVIRONMENT };
  shared.openTraces.clear();
  shared.detachedSpans.clear();
});

describe('a trace that does not end', () => {
  it('is closed after the timeout, with an error that says why and what ran', async () => {
    Object.assign(process.env, {
      MLFLOW_TRACE_TIMEOUT_SECONDS: '0.05',
      MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS: '0.01'
    });
    const stuck = trace(() => new Promise(() => undefined), { name: 'stuck' });
    const [record] = await tracesOf(async () => {
      const root = startSpan({ name: 'root' });
      startSpan({ name: 'done', parent: root }).end();
      void startSpan({ name: 'open', parent: root });
      void stuck();
      await pause(150);
    });
    const [first] = drawn(record!).split('\n');
    expect(first).toMatch(
      /^root !MlflowTracingException: Trace tr-[0-9a-f]{32} is timed out after 0.05 seconds/
    );
    expect([...record!.spans!.statuses]).toEqual([2, 1, 2]);
    expect(record!.info.state).toBe('ERROR');
    expect(JSON.parse(record!.spans!.events.get(0)!)).toMatchObject([
      { name: 'exception' }
    ]);
    expect(shared.openTraces.size).toBe(0);
  });

  it('is forgotten after its time, and still sent when it ends', async () => {
    process.env['MLFLOW_TRACE_BUFFER_TTL_SECONDS'] = '0.02';
    const records = await tracesOf(async () => {
      const late = startSpan({ name: 'late' });
      await pause(40);
      startSpan({ name: 'next' }).end();
      expect(shared.openTraces.has(late.traceId)).toBe(false);
      late.end();
    });
    expect(records.map(drawn)).toEqual(['next', 'late']);
  });

  it('makes room for newer ones when there are too many', () => {
    process.env['MLFLOW_TRACE_BUFFER_MAX_SIZE'] = '10';
    const spans = Array.from({ length: 25 }, () => startSpan());
    expect([...shared.openTraces.keys()]).toEqual(
      spans.slice(15).map(({ traceId }) => traceId)
    );
  });

  it('does not pile up: what nobody holds is collected', async () => {
    const refs = Array.from(
      { length: 5000 },
      () => new WeakRef(startSpan({ inputs: {} }))
    );
    await pause();
    collectGarbage();
    const alive = refs.filter(ref => ref.deref() !== undefined);
    // MLFLOW_TRACE_BUFFER_MAX_SIZE of them, and the last 1,000 for `updateCurrentTrace`: the same ones.
    expect(alive.length).toBeLessThanOrEqual(1001);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') {
    throw new Error('no garbage collector');
  }
  collect();
}
