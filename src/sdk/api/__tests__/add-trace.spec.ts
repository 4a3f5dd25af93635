import { describe, expect, it } from '@jest/globals';
import { drawing, tracesOf } from '../../__tests__/recorded-traces';
import { Trace } from '../../trace/trace';
import { addTrace } from '../add-trace';
import { updateCurrentTrace } from '../current-trace';
import { logTrace } from '../log-trace';
import { startSpan } from '../start-span';
import { tracing } from '../tracing';
import { withSpan } from '../with-span';

const START = 1_700_000_000_000_000_001n;

function span(id: string, parent: string | null, name: string) {
  return {
    trace_id: 'a1'.repeat(16),
    span_id: id.repeat(8),
    parent_span_id: parent && parent.repeat(8),
    name,
    start_time_unix_nano: String(START),
    end_time_unix_nano: String(START + 5_000_000n),
    status: { code: 'STATUS_CODE_OK', message: '' },
    attributes: {
      'mlflow.traceRequestId': '"tr-old"',
      'mlflow.spanInputs': '{"n": 9007199254740993}'
    },
    events: [{ name: 'token', time_unix_nano: String(START), attributes: {} }],
    links: []
  };
}

const REMOTE = {
  info: {
    trace_id: `tr-${'a1'.repeat(16)}`,
    state: 'OK',
    request_time: '2023-11-14T22:13:20Z',
    trace_metadata: {
      m: 'remote',
      'mlflow.trace.session': 'chat',
      'mlflow.trace.sizeBytes': '7'
    },
    tags: { both: 'remote', other: '1', 'mlflow.traceName': 'service' }
  },
  data: { spans: [span('b2', null, 'service'), span('c3', 'b2', 'part')] }
};

describe('addTrace', () => {
  it('puts the spans under the active one, with their values and times', async () => {
    const [record] = await tracesOf(() =>
      withSpan(
        () => {
          updateCurrentTrace({ tags: { both: 'local' } });
          addTrace(REMOTE);
        },
        { name: 'caller', startTimeNs: START }
      )
    );
    const { names, parents, inputs, ends, attributes } = record!.spans!;
    expect(names).toEqual(['caller', 'service', 'part']);
    expect([...parents]).toEqual([-1, 0, 1]);
    expect(inputs.get(2)).toBe('{"n": 9007199254740993}');
    expect([ends[1], ends[2]]).toEqual([5000, 5000]);
    expect(attributes.get(1)).not.toContain('tr-old');
    expect(record!.info.tags).toEqual({
      both: 'local',
      other: '1',
      'mlflow.traceName': 'caller'
    });
    expect(record!.info.metadata).toMatchObject({
      m: 'remote',
      'mlflow.trace.session': 'chat'
    });
    expect(record!.info.metadata).not.toHaveProperty('mlflow.trace.sizeBytes');
  });

  it('puts them under a span that is given, also twice', async () => {
    const text = await drawing(() => {
      const target = startSpan({ name: 'target' });
      addTrace(Trace.fromJSON(REMOTE), target);
      addTrace(Trace.fromJSON(REMOTE), target);
      target.end();
    });
    expect(text.split('\n').map(line => line.replace(/ \{.*/, ''))).toEqual([
      'target',
      '  service',
      '    part',
      '  service',
      '    part'
    ]);
  });

  it('makes a root for them where nothing is active', async () => {
    const [record] = await tracesOf(() => {
      addTrace(REMOTE);
    });
    expect(record!.spans!.names).toEqual([
      'Remote Trace <service>',
      'service',
      'part'
    ]);
    expect(record!.info.startTime).toBe(START - 1n);
  });

  it.each([
    ['what is no trace', 'text', 'expected a trace'],
    [
      'a trace that runs',
      { ...REMOTE, info: { ...REMOTE.info, state: 'IN_PROGRESS' } },
      'must have ended'
    ],
    [
      'a span before its parent',
      { ...REMOTE, data: { spans: [...REMOTE.data.spans].reverse() } },
      'the span "part" stands before its parent'
    ]
  ])('refuses %s and adds nothing', async (_, trace, message) => {
    const text = await drawing(() =>
      withSpan(
        () => {
          expect(() => {
            addTrace(trace);
          }).toThrow(message);
        },
        { name: 'caller' }
      )
    );
    expect(text).toBe('caller');
  });

  it('does nothing while tracing is off', async () => {
    tracing.disable();
    const records = await tracesOf(() => {
      addTrace('text');
    });
    tracing.enable();
    expect(records).toEqual([]);
  });
});

describe('logTrace', () => {
  it('records one span with the times that it is told', async () => {
    const [record] = await tracesOf(() =>
      logTrace({
        request: 'rain?',
        response: 'no',
        intermediateOutputs: { documents: ['a'] },
        attributes: { model: 'm' },
        tags: { t: '1' },
        startTimeMs: 1_700_000_000_000,
        executionTimeMs: 250
      })
    );
    expect(record!.info).toMatchObject({
      startTime: 1_700_000_000_000_000_000n,
      durationMs: 250,
      tags: { t: '1', 'mlflow.traceName': 'Task' }
    });
    expect(JSON.parse(record!.spans!.attributes.get(0)!)).toMatchObject({
      model: 'm',
      'mlflow.trace.intermediate_outputs': { documents: ['a'] }
    });
  });

  it('keeps what is falsy', async () => {
    expect(
      await drawing(() => logTrace({ name: 'n', request: 0, response: false }))
    ).toBe('n 0 → false');
  });
});
