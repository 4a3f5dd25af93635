import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectWarnings } from '../../__tests__/diagnostics';
import { drawn, tracesOf } from '../../__tests__/recorded-traces';
import { NO_OP_TRACE_ID } from '../../recording/live-span';
import { addTraceObserver } from '../../recording/observers';
import {
  getActiveTraceId,
  getCurrentActiveSpan,
  getLastActiveTraceId,
  updateCurrentTrace
} from '../current-trace';
import { startSpan } from '../start-span';
import { trace } from '../trace';
import { tracing } from '../tracing';
import { withSpan } from '../with-span';

let warnings: ReturnType<typeof collectWarnings>;

beforeEach(() => {
  warnings = collectWarnings();
});

afterEach(() => {
  warnings.stop();
  tracing.reset();
});

describe('withSpan', () => {
  it('gives back what the callback gives, at once or as a promise', async () => {
    const now: number = withSpan(() => 1);
    const later: Promise<string> = withSpan(async () => 'a');
    expect([now, await later]).toEqual([1, 'a']);
  });

  it('records inputs, outputs, attributes and events as they are when they are set', async () => {
    const list = [1];
    const [record] = await tracesOf(() =>
      withSpan(
        span => {
          list.push(2);
          span.setInputs(list);
          list.push(3);
          span.setAttributes({ temperature: 0, stop: null });
          span.addEvent({ name: 'token', attributes: { n: 1 } });
          span.setOutputs({ text: '' });
          return 'ignored';
        },
        {
          name: 'call',
          spanType: 'LLM',
          inputs: 'before',
          attributes: { model: 'm' }
        }
      )
    );
    expect(drawn(record!)).toBe('call LLM [1,2] → {"text":""}');
    const { attributes, events } = record!.spans!;
    expect(JSON.parse(attributes.get(0)!)).toMatchObject({
      model: 'm',
      temperature: 0,
      stop: null
    });
    expect(JSON.parse(events.get(0)!)).toMatchObject([
      { name: 'token', attributes: { n: 1 } }
    ]);
  });

  it.each([
    ['MY_OWN', 'MY_OWN'],
    ['my "own"', 'my "own"'],
    [Symbol('own'), 'Symbol(own)'],
    [7, '7']
  ])('takes %p as its type', async (given, spanType) => {
    const types: unknown[] = [];
    await tracesOf(() =>
      withSpan(span => {
        span.setSpanType(given as string);
        types.push(span.spanType);
      })
    );
    expect(types).toEqual([spanType]);
  });

  it('hangs under a span that is given, else under the active one', async () => {
    const [record] = await tracesOf(() => {
      const root = startSpan({ name: 'root' });
      withSpan(() => withSpan(() => 1, { name: 'inner' }), {
        name: 'outer',
        parent: root
      });
      root.end();
    });
    expect(drawn(record!)).toBe('root\n  outer → 1\n    inner → 1');
  });

  it('keeps falsy inputs and outputs', async () => {
    for (const value of [0, '', false, null]) {
      const [record] = await tracesOf(() =>
        withSpan(() => value, { name: 's', inputs: value })
      );
      expect(drawn(record!)).toBe(
        `s ${JSON.stringify(value)} → ${JSON.stringify(value)}`
      );
    }
  });
});

describe('startSpan', () => {
  it('is not the active span, and ends by end() with what is given there', async () => {
    const [record] = await tracesOf(() => {
      const span = startSpan({ name: 's', inputs: 1 });
      expect(getCurrentActiveSpan()).toBeNull();
      span.end({ outputs: 2, attributes: { a: 1 }, status: 'ERROR' });
      span.end();
      span.setOutputs('too late');
      expect(span.status).toEqual({ statusCode: 'ERROR' });
    });
    expect(drawn(record!)).toBe('s 1 → 2');
    expect(record?.info.state).toBe('ERROR');
  });

  it('ends by Symbol.dispose, which is what `using` calls', async () => {
    const traces = await tracesOf(() => {
      startSpan({ name: 's' })[Symbol.dispose]();
    });
    expect(traces).toHaveLength(1);
  });

  it('takes times in nanoseconds', () => {
    const span = startSpan({ startTimeNs: 1_700_000_000_000_000_123n });
    span.end({ endTimeNs: 1_700_000_000_000_000_999n });
    expect([span.startTime, span.endTime]).toEqual([
      1_700_000_000_000_000_123n,
      1_700_000_000_000_000_999n
    ]);
  });

  it('shows what was recorded by its getters', () => {
    const parent = startSpan({ name: 'p' });
    const span = startSpan({
      name: 'c',
      spanType: 'TOOL',
      inputs: { a: [1] },
      parent
    });
    span.setAttribute('k', new Map([['x', 1]]));
    span.recordException(new TypeError('bad'));
    expect(span).toMatchObject({
      name: 'c',
      spanType: 'TOOL',
      traceId: parent.traceId,
      parentId: parent.spanId,
      inputs: { a: [1] },
      outputs: undefined,
      attributes: { k: { x: 1 }, 'mlflow.spanType': 'TOOL' },
      status: { statusCode: 'ERROR', description: 'TypeError: bad' },
      endTime: null
    });
    expect(span.events[0]).toMatchObject({
      name: 'exception',
      attributes: { 'exception.type': 'TypeError' }
    });
    expect(parent.parentId).toBeNull();
    expect(span.traceId).toMatch(/^tr-[0-9a-f]{32}$/);
    span.end();
    parent.end();
  });

  it.each(['STATUS_CODE_OK', 'OK'])('takes the status %s', status => {
    const span = startSpan();
    span.setStatus(status as 'OK');
    expect(span.status.statusCode).toBe('OK');
    expect(() => span.setStatus('FINE' as 'OK')).toThrow(
      'expected UNSET, OK or ERROR'
    );
    span.end();
  });
});

describe('a trace', () => {
  it('ends with its last span, not with its root, and again for a span that comes later', async () => {
    const ends: number[] = [];
    const stop = addTraceObserver({
      traceStarted: () => undefined,
      traceChanged: () => undefined,
      traceEnded: each => ends.push(each.snapshot().spans!.count)
    });
    const root = startSpan({ name: 'root' });
    const child = startSpan({ name: 'child', parent: root });
    root.end();
    expect(ends).toEqual([]);
    expect(getLastActiveTraceId()).toBe(root.traceId);
    child.end();
    expect(ends).toEqual([2]);
    startSpan({ name: 'late', parent: root }).end();
    expect(ends).toEqual([2, 3]);
    stop();
  });

  it('has no end while it runs, and is in progress', () => {
    const root = startSpan({ name: 'root' });
    let snapshot:
      | ReturnType<
          Parameters<
            Parameters<typeof addTraceObserver>[0]['traceChanged']
          >[0]['snapshot']
        >
      | undefined;
    const stop = addTraceObserver({
      traceStarted: () => undefined,
      traceChanged: each => {
        snapshot = each.snapshot();
      },
      traceEnded: () => undefined
    });
    const child = startSpan({ name: 'child', parent: root });
    expect(snapshot?.info.state).toBe('IN_PROGRESS');
    expect([...snapshot!.spans!.ends]).toEqual([NaN, NaN]);
    child.end();
    root.end();
    stop();
  });

  it('survives an observer that throws', async () => {
    const stop = addTraceObserver({
      traceStarted: () => {
        throw new Error('broken observer');
      },
      traceChanged: () => undefined,
      traceEnded: () => undefined
    });
    expect(withSpan(() => 5)).toBe(5);
    stop();
    expect(warnings.messages.join()).toContain('broken observer');
  });

  it('sums token usage, a parent that has it standing for what is below', async () => {
    const usage = (n: number) => ({
      'mlflow.chat.tokenUsage': {
        input_tokens: n,
        output_tokens: 1,
        total_tokens: n + 1
      }
    });
    const [record] = await tracesOf(() =>
      withSpan(() => {
        withSpan(() => withSpan(() => 1, { attributes: usage(100) }), {
          attributes: usage(10)
        });
        withSpan(() => 1, { attributes: usage(5) });
      })
    );
    expect(record?.info.metadata['mlflow.trace.tokenUsage']).toBe(
      '{"input_tokens": 15, "output_tokens": 2, "total_tokens": 17}'
    );
  });

  it('shows the last user message and the answer of a chat as its previews', async () => {
    const [record] = await tracesOf(() =>
      withSpan(
        () => ({
          choices: [
            {
              message: {
                role: 'assistant',
                content: [{ type: 'text', text: 'hello' }]
              }
            }
          ]
        }),
        {
          inputs: {
            messages: [
              { role: 'user', content: 'hi' },
              { role: 'tool', content: 'x' }
            ]
          }
        }
      )
    );
    expect([record?.info.requestPreview, record?.info.responsePreview]).toEqual(
      ['hi', 'hello']
    );
  });

  it('cuts previews to 1,000 and metadata to 250 characters', async () => {
    const [record] = await tracesOf(() => withSpan(() => 'x'.repeat(5000)));
    expect(record?.info.responsePreview).toHaveLength(1000);
    expect(record?.info.metadata['mlflow.traceOutputs']).toBe(
      `"${'x'.repeat(246)}...`
    );
  });
});

describe('updateCurrentTrace', () => {
  it('changes tags, metadata, session, user, ids, previews and state', async () => {
    const [record] = await tracesOf(() =>
      withSpan(() => {
        updateCurrentTrace({ tags: { a: '1' }, metadata: { m: 'x' } });
        updateCurrentTrace({
          tags: { b: '2' },
          sessionId: 's',
          user: 'u',
          modelId: 'mo',
          clientRequestId: 'c',
          requestPreview: 'asked',
          responsePreview: '',
          state: 'ERROR'
        });
        return 'out';
      })
    );
    expect(record?.info).toMatchObject({
      tags: { a: '1', b: '2' },
      metadata: {
        m: 'x',
        'mlflow.trace.session': 's',
        'mlflow.trace.user': 'u',
        'mlflow.modelId': 'mo'
      },
      clientRequestId: 'c',
      requestPreview: 'asked',
      responsePreview: '"out"',
      state: 'ERROR'
    });
  });

  it('finds the trace of spans that are not active, when there is one', async () => {
    const [record] = await tracesOf(() => {
      const span = startSpan();
      updateCurrentTrace({ tags: { found: 'yes' } });
      span.end();
    });
    expect(record?.info.tags['found']).toBe('yes');
    const both = [startSpan(), startSpan()];
    updateCurrentTrace({ tags: { found: 'which?' } });
    expect(warnings.messages.join()).toContain('no span is active');
    both.forEach(span => span.end());
  });

  it('turns other values into text, and says so', async () => {
    const [record] = await tracesOf(() =>
      withSpan(() => updateCurrentTrace({ tags: { n: 3 as never } }))
    );
    expect(record?.info.tags['n']).toBe('3');
    expect(warnings.messages.join()).toContain('"n"');
  });

  it('refuses a preview that is no text and a state that is none', () => {
    expect(() => updateCurrentTrace({ requestPreview: 1 as never })).toThrow(
      'expected a string'
    );
    expect(() => updateCurrentTrace({ state: 'DONE' as never })).toThrow(
      'expected "OK" or "ERROR"'
    );
  });
});

describe('tracing.disable', () => {
  it('gives spans that take everything and keep nothing', async () => {
    tracing.disable();
    const traces = await tracesOf(() => {
      const span = startSpan({ name: 's' });
      span.setInputs(1);
      span.recordException(new Error('x'));
      span.end();
      expect(span).toMatchObject({
        traceId: NO_OP_TRACE_ID,
        inputs: undefined
      });
      withSpan(inner => {
        expect(inner.traceId).toBe(NO_OP_TRACE_ID);
        expect(getActiveTraceId()).toBeNull();
      });
    });
    expect(traces).toHaveLength(0);
    expect(trace(() => 7)()).toBe(7);
  });
});
