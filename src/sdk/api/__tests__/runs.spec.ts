import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tracesOf } from '../../__tests__/recorded-traces';
import {
  asMlflow,
  FakeServer,
  type Answer,
  type Arrival
} from '../../export/__tests__/fake-server';
import { MlflowExporter } from '../../export/mlflow-exporter';
import { shared } from '../../state';
import { init } from '../configuration';
import { flushTraces } from '../flush';
import { activeRun, endRun, startRun, withRun } from '../runs';
import { trace } from '../trace';
import { withSpan } from '../with-span';

const ENVIRONMENT = { ...process.env };
const work = trace(() => 1, { name: 'work' });

let server: FakeServer;
let made: number;
const { sink } = shared;

/** As much of a tracking server as runs need: run 1, 2, … in the experiment that is asked for. */
function answer(arrival: Arrival): Answer {
  const { path, body } = arrival;
  const asked: Record<string, unknown> = /^\{/.test(body)
    ? JSON.parse(body)
    : {};
  if (path.startsWith('/api/2.0/mlflow/runs/create')) {
    made += 1;
    return {
      json: { run: { info: infoOf(`run-${made}`, asked['experiment_id']) } }
    };
  }
  if (path.startsWith('/api/2.0/mlflow/runs/get')) {
    const id = new URL(path, server.address).searchParams.get('run_id');
    return { json: { run: { info: infoOf(id, '5') } } };
  }
  return asMlflow(arrival);
}

function infoOf(id: unknown, experiment: unknown) {
  return {
    run_id: id,
    experiment_id: experiment,
    run_name: 'name',
    lifecycle_stage: id === 'deleted' ? 'deleted' : 'active'
  };
}

function sentTo(path: string): Record<string, unknown>[] {
  return server.at(path).map(({ body }) => JSON.parse(body));
}

const updates = () =>
  sentTo('/api/2.0/mlflow/runs/update').map(({ run_id, status }) => [
    run_id,
    status
  ]);

beforeEach(async () => {
  made = 0;
  server = await new FakeServer(answer).start();
  shared.sink = new MlflowExporter();
  init({ trackingUri: server.address, experimentId: '4' });
});

afterEach(async () => {
  await flushTraces();
  shared.runs.length = 0;
  shared.settings = {};
  shared.sink = sink;
  await server.stop();
  process.env = { ...ENVIRONMENT };
});

describe('startRun', () => {
  it('holds for the whole process, links its traces and sends them to its experiment', async () => {
    const { info } = await startRun({ experimentId: '7' });
    const [record] = await tracesOf(work);
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(activeRun()?.info.runId).toBe(info.runId);
    expect(record!.info.metadata['mlflow.sourceRun']).toBe('run-1');
    await flushTraces();
    const [spans] = server.at('/v1/traces');
    expect(spans!.headers).toMatchObject({
      'x-mlflow-experiment-id': '7',
      'x-mlflow-run-id': 'run-1'
    });
    await endRun('KILLED');
    await endRun();
    expect(activeRun()).toBeNull();
    expect(updates()).toEqual([['run-1', 'KILLED']]);
  });

  it('refuses a second run unless it is nested, and makes that one a child', async () => {
    await startRun({ runName: 'outer', tags: { a: 'b' }, description: 'note' });
    await expect(startRun()).rejects.toThrow(
      'startRun: the run run-1 is active; end it, or pass { nested: true }'
    );
    await expect(
      startRun({ nested: true, parentRunId: 'other' })
    ).rejects.toThrow('the parent is to be other');
    await startRun({ nested: true });
    expect(activeRun()?.info.runId).toBe('run-2');
    await endRun();
    expect(activeRun()?.info.runId).toBe('run-1');
    const [outer, inner] = sentTo('/api/2.0/mlflow/runs/create');
    expect(outer).toMatchObject({ experiment_id: '4', run_name: 'outer' });
    expect(outer!['tags']).toEqual(
      expect.arrayContaining([
        { key: 'a', value: 'b' },
        { key: 'mlflow.note.content', value: 'note' }
      ])
    );
    expect(inner!['tags']).toContainEqual({
      key: 'mlflow.parentRunId',
      value: 'run-1'
    });
  });

  it('goes on with the run of MLFLOW_RUN_ID, once', async () => {
    process.env['MLFLOW_RUN_ID'] = 'known';
    const { info } = await startRun({ tags: { a: 'b' } });
    expect(info.runId).toBe('known');
    expect(updates()).toEqual([['known', 'RUNNING']]);
    expect(sentTo('/api/2.0/mlflow/runs/set-tag')).toEqual([
      { run_id: 'known', key: 'a', value: 'b' }
    ]);
    await endRun();
    expect((await startRun()).info.runId).toBe('run-1');
  });

  it('refuses a run that is deleted', async () => {
    await expect(startRun({ runId: 'deleted' })).rejects.toThrow(
      'startRun: the run deleted is deleted'
    );
  });
});

describe('withRun', () => {
  it('holds within only, also for several at once', async () => {
    const records = await tracesOf(() =>
      Promise.all(
        ['1', '2'].map(experimentId =>
          withRun({ experimentId }, async run => {
            await Promise.resolve();
            work();
            expect(activeRun()).toBe(run);
          })
        )
      )
    );
    expect(
      records.map(({ info }) => info.metadata['mlflow.sourceRun']).sort()
    ).toEqual(['run-1', 'run-2']);
    expect(activeRun()).toBeNull();
    expect(updates().sort()).toEqual([
      ['run-1', 'FINISHED'],
      ['run-2', 'FINISHED']
    ]);
  });

  it('fails its run with what is thrown, which is thrown on', async () => {
    const error = new Error('over');
    await expect(
      withRun({}, () => {
        throw error;
      })
    ).rejects.toBe(error);
    expect(updates()).toEqual([['run-1', 'FAILED']]);
  });

  it('nests, and leaves no place for startRun within', async () => {
    await withRun({}, async outer => {
      await expect(startRun({ nested: true })).rejects.toThrow(
        'startRun: withRun has a run of its own here'
      );
      await expect(withRun({}, () => 1)).rejects.toThrow('withRun: the run');
      await withRun({ nested: true }, inner => {
        expect(activeRun()).toBe(inner);
      });
      expect(activeRun()).toBe(outer);
    });
  });
});

describe('the experiment of a trace', () => {
  it.each([
    ['the argument', '9', () => withSpan(() => 1, { experimentId: '9' })],
    [
      'the option of a traced function',
      '8',
      trace(() => 1, { traceDestination: { experimentId: '8' } })
    ],
    ['the active run', '3', work]
  ])('is that of %s', async (_, experiment, run) => {
    await startRun({ experimentId: '3' });
    run();
    await flushTraces();
    expect(server.at('/v1/traces')[0]!.headers).toMatchObject({
      'x-mlflow-experiment-id': experiment,
      'x-mlflow-run-id': 'run-1'
    });
    await endRun();
  });
});
