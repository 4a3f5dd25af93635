import { afterEach, describe, expect, it } from '@jest/globals';
import { drawn, pause, tracesOf } from '../../__tests__/recorded-traces';
import { getCurrentActiveSpan, getLastActiveTraceId } from '../current-trace';
import { startSpan } from '../start-span';
import { trace } from '../trace';
import { tracing } from '../tracing';
import { withSpan } from '../with-span';

afterEach(() => {
  tracing.reset();
});

const work = trace(() => 1, { name: 'work' });

async function infosOf(run: () => unknown) {
  return (await tracesOf(run)).map(({ info }) => info);
}

describe('tracing.context', () => {
  it('gives its tags, metadata, session and user to every trace that starts within', async () => {
    const [info, outside] = await infosOf(() => {
      const result = tracing.context(
        {
          tags: { stage: 'draft' },
          metadata: { version: '2' },
          sessionId: 'chat',
          user: 'ann'
        },
        work
      );
      expect(result).toBe(1);
      work();
    });
    expect(info).toMatchObject({
      tags: { stage: 'draft', 'mlflow.traceName': 'work' },
      metadata: {
        version: '2',
        'mlflow.trace.session': 'chat',
        'mlflow.trace.user': 'ann'
      }
    });
    expect(outside!.tags).toEqual({ 'mlflow.traceName': 'work' });
  });

  it('adds up, the inner one winning, and what a trace says itself above all', async () => {
    const [info] = await infosOf(() =>
      tracing.context({ tags: { a: 'outer', b: 'outer', c: 'outer' } }, () =>
        tracing.context({ tags: { b: 'inner', c: 'inner' } }, () => {
          startSpan({ tags: { c: 'own' } }).end();
        })
      )
    );
    expect(info!.tags).toMatchObject({ a: 'outer', b: 'inner', c: 'own' });
  });

  it('follows what it awaits, and does not mix scopes that run at once', async () => {
    const lasts: (string | null)[] = [];
    const infos = await infosOf(() =>
      Promise.all(
        ['ann', 'bob'].map(user =>
          tracing.context({ user }, async () => {
            await pause();
            work();
            await pause();
            lasts.push(getLastActiveTraceId({ contextLocal: true }));
          })
        )
      )
    );
    expect(infos.map(({ metadata }) => metadata['mlflow.trace.user'])).toEqual([
      'ann',
      'bob'
    ]);
    expect(lasts).toEqual(infos.map(({ traceId }) => traceId));
  });

  it('records nothing where it is not enabled, and again where an inner one is', async () => {
    const records = await tracesOf(() =>
      withSpan(
        () => {
          tracing.context({ enabled: false }, () => {
            work();
            withSpan(span => {
              span.setInputs(1);
            });
            expect(getCurrentActiveSpan()?.name).toBe('outer');
            tracing.context({ enabled: true }, () => {
              work();
            });
          });
        },
        { name: 'outer' }
      )
    );
    expect(records.map(drawn)).toEqual(['outer\n  work {} → 1']);
  });
});

describe('getLastActiveTraceId', () => {
  it('looks at the own scope only when asked to', () => {
    work();
    const outside = getLastActiveTraceId();
    tracing.context({}, () => {
      expect(getLastActiveTraceId({ contextLocal: true })).toBeNull();
      tracing.context({}, work);
      expect(getLastActiveTraceId({ contextLocal: true })).toBe(
        getLastActiveTraceId()
      );
    });
    expect(getLastActiveTraceId()).not.toBe(outside);
    expect(getLastActiveTraceId({ contextLocal: true })).toBe(outside);
  });
});
