import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it
} from '@jest/globals';
import { getActiveTraceId } from '../../api/current-trace';
import { withSpan } from '../../api/with-span';
import { setDiagnosticHandler } from '../../diag';
import type { TraceInfo } from '../../../bundle/types';
import { addTraceObserver } from '../../recording/observers';
import { NO_OP_TRACE_ID } from '../../recording/live-span';
import { MlflowClient } from '../mlflow-client';
import { StubServer } from './stub-server';

let server: StubServer;
let client: MlflowClient;
let warnings: string[];

beforeAll(async () => {
  server = await StubServer.start();
  client = new MlflowClient(server.address);
});
afterAll(() => server.stop());
beforeEach(() => {
  server.seen.length = 0;
  server.answer = () => ({ body: {} });
  warnings = [];
  setDiagnosticHandler(({ message }) => warnings.push(message));
});
afterEach(() => setDiagnosticHandler(undefined));

const bodies = () => server.seen.map(({ body }) => body);
const sentBodies = () => bodies().filter(body => Object.keys(body).length > 0);

describe('deleteTraces', () => {
  it('deletes ids a hundred at a time and adds up', async () => {
    server.answer = ({ body }) => ({
      body: { traces_deleted: body.request_ids?.length }
    });
    const traceIds = Array.from({ length: 250 }, (_, index) => `tr-${index}`);
    expect(await client.deleteTraces({ experimentId: '1', traceIds })).toBe(
      250
    );
    expect(bodies().map(body => body.request_ids?.length)).toEqual([
      100, 100, 50
    ]);
  });

  it('deletes up to a time, oldest first, at most so many', async () => {
    server.answer = () => ({ body: { traces_deleted: 2 } });
    const deleted = await client.deleteTraces({
      experimentId: '1',
      maxTimestampMillis: 5,
      maxTraces: 2
    });
    expect(deleted).toBe(2);
    expect(bodies()).toEqual([
      { experiment_id: '1', max_timestamp_millis: 5, max_traces: 2 }
    ]);
  });

  it('counts nothing when the server names no number', async () => {
    expect(
      await client.deleteTraces({ experimentId: '1', maxTimestampMillis: 0 })
    ).toBe(0);
  });

  it.each([
    [{}, 'give either maxTimestampMillis or traceIds'],
    [{ traceIds: [] }, 'give either maxTimestampMillis or traceIds'],
    [{ maxTimestampMillis: 1, traceIds: ['a'] }, 'not both'],
    [
      { maxTraces: 1, traceIds: ['a'] },
      'maxTraces goes with maxTimestampMillis'
    ],
    [{ maxTimestampMillis: 1, maxTraces: 0 }, 'whole number above 0'],
    [{ maxTimestampMillis: 1.5 }, 'whole milliseconds']
  ])('refuses %j and asks nothing', async (options, message) => {
    await expect(
      client.deleteTraces({ experimentId: '1', ...options })
    ).rejects.toThrow(message);
    expect(server.seen).toEqual([]);
  });
});

describe('a tag of a stored trace', () => {
  it('is cut to what MLflow keeps', async () => {
    await client.setTraceTag('tr-1', 'k'.repeat(300), 'v'.repeat(5000));
    const [body] = bodies();
    expect([body?.key?.length, body?.value?.length]).toEqual([250, 4096]);
  });

  it('is made text, with a diagnostic', async () => {
    // What JavaScript lets through.
    await client.setTraceTag('tr-1', 'k', 5 as unknown as string);
    expect(bodies()).toEqual([{ key: 'k', value: '5' }]);
    expect(warnings.length).toBe(1);
  });

  it.each([
    'mlflow.user',
    'mlflow.artifactLocation',
    'mlflow.trace.spansLocation'
  ])('named %s is left to MLflow', async key => {
    await client.setTraceTag('tr-1', key, 'x');
    await client.deleteTraceTag('tr-1', key);
    expect(server.seen).toEqual([]);
    expect(warnings.length).toBe(2);
  });

  it('may be taken away when it only says that archiving failed', async () => {
    await client.deleteTraceTag('tr-1', 'mlflow.trace.archivalFailure');
    expect(bodies()).toEqual([{ key: 'mlflow.trace.archivalFailure' }]);
  });

  it('is refused as unknown when the database misses the trace', async () => {
    server.answer = () => ({
      status: 400,
      body: {
        error_code: 'BAD_REQUEST',
        message: '(sqlite3.IntegrityError) FOREIGN KEY constraint failed'
      }
    });
    await expect(client.setTraceTag('tr-1', 'k', 'v')).rejects.toMatchObject({
      errorCode: 'RESOURCE_DOES_NOT_EXIST',
      message: 'setTraceTag: there is no trace with the id "tr-1"'
    });
  });
});

describe('a trace that still runs', () => {
  it('keeps tags and assessments in memory and takes them along', async () => {
    const ended: TraceInfo[] = [];
    const stop = addTraceObserver({
      traceStarted: () => undefined,
      traceChanged: () => undefined,
      traceEnded: trace => ended.push(trace.snapshot().info)
    });
    await withSpan(
      async () => {
        const traceId = getActiveTraceId() ?? '';
        await client.setTraceTag(traceId, 'a', '1');
        await client.setTraceTag(traceId, 'b', '2');
        await client.deleteTraceTag(traceId, 'b');
        await client.logFeedback({ traceId, value: true });
        await client.logExpectation({ traceId, name: 'e', value: [1n] });
        await expect(client.deleteTraceTag(traceId, 'b')).rejects.toMatchObject(
          { errorCode: 'RESOURCE_DOES_NOT_EXIST' }
        );
      },
      { name: 'root' }
    );
    expect(server.seen).toEqual([]);
    stop();
    const [{ tags, assessments }] = ended as [TraceInfo];
    expect(tags).toMatchObject({ a: '1' });
    expect(tags).not.toHaveProperty('b');
    expect(assessments.map((text): unknown => JSON.parse(text))).toMatchObject([
      { assessment_name: 'feedback', feedback: { value: true } },
      {
        assessment_name: 'e',
        expectation: { serialized_value: { value: '[1]' } }
      }
    ]);
  });
});

describe('an assessment', () => {
  it('of a trace that is not recorded goes nowhere', async () => {
    const feedback = await client.logFeedback({
      traceId: NO_OP_TRACE_ID,
      value: 1
    });
    expect(feedback).toMatchObject({ value: 1 });
    expect(server.seen).toEqual([]);
  });

  it('keeps the end of a long stack', async () => {
    server.answer = ({ body }) => ({ body });
    const { error } = await client.logFeedback({
      traceId: 'tr-1',
      error: { errorCode: 'E', stackTrace: `${'a'.repeat(20_000)}end` }
    });
    expect(error?.stackTrace?.length).toBe(10_000);
    expect(error?.stackTrace).toMatch(
      /^\[Stack trace is truncated\]\n\.\.\.\na+end$/
    );
  });

  it('knows its author in any case, and the old name of a judge', async () => {
    server.answer = ({ body }) => ({ body });
    const by = async (sourceType: string) =>
      (
        await client.logFeedback({
          traceId: 'tr-1',
          value: 1,
          source: { sourceType }
        })
      ).source;
    expect(await by('human')).toEqual({
      sourceType: 'HUMAN',
      sourceId: 'default'
    });
    expect(await by('AI_JUDGE')).toMatchObject({ sourceType: 'LLM_JUDGE' });
    expect(warnings.length).toBe(1);
  });

  it.each([
    [{ value: NaN }],
    [{ value: [1, Infinity] }],
    [{ value: 1n }],
    [{ value: () => 1 }],
    [{}],
    [{ value: 1, source: { sourceType: 'ROBOT' } }]
  ])('is refused when it is no feedback (%#)', async (options: object) => {
    await expect(
      client.logFeedback({ traceId: 'tr-1', ...options })
    ).rejects.toMatchObject({ errorCode: 'INVALID_PARAMETER_VALUE' });
    expect(server.seen).toEqual([]);
  });

  it('cannot override an expectation', async () => {
    server.answer = () => ({
      body: { assessment: { assessment_name: 'e', expectation: { value: 1 } } }
    });
    await expect(
      client.overrideFeedback({
        traceId: 'tr-1',
        assessmentId: 'a-1',
        value: 1
      })
    ).rejects.toThrow('assessment a-1 is an expectation, not a feedback');
  });

  it('is changed in what is given only', async () => {
    server.answer = ({ method }) => ({
      body: {
        assessment: {
          assessment_name: 'f',
          feedback: { value: method === 'GET' ? 1 : 2 }
        }
      }
    });
    await client.updateAssessment('tr-1', 'a-1', { rationale: 'why' });
    await client.updateAssessment('tr-1', 'a-1', { name: 'n', value: 2 });
    expect(sentBodies()).toEqual([
      {
        assessment: {
          assessment_id: 'a-1',
          trace_id: 'tr-1',
          rationale: 'why'
        },
        update_mask: 'rationale'
      },
      {
        assessment: {
          assessment_id: 'a-1',
          trace_id: 'tr-1',
          assessment_name: 'n',
          feedback: { value: 2 }
        },
        update_mask: 'assessmentName,feedback'
      }
    ]);
  });
});
