import { describe, expect, it } from '@jest/globals';
import { init, setTrackingUri } from '../../api/configuration';
import { flushTraces } from '../../api/flush';
import { exporterWorld, infoIn, makeTraces } from './exporter-world';
import { asMlflow, FakeServer, type Answer, type Arrival } from './fake-server';

const world = exporterWorld();

const TRACE_ANSWER = JSON.stringify({
  trace: { trace_info: { trace_id: 'tr-1' } }
});

describe('a wrong server', () => {
  it('keeps what is refused for want of credentials, says so once, and shows none', async () => {
    world.answer = ({ headers }) =>
      headers.authorization === 'Bearer right-one'
        ? asMlflow({ path: '/mlflow/traces', headers, body: TRACE_ANSWER })
        : { status: 401, text: 'who are you?' };
    init({ trackingServerToken: 'top-secret' });
    makeTraces(3);
    const { sent, failed, pending, errors } = await flushTraces();
    expect({ sent, failed, pending }).toEqual({
      sent: 0,
      failed: 0,
      pending: 3
    });
    expect(world.server.arrivals).toHaveLength(1);
    expect(world.server.arrivals[0]?.headers.authorization).toBe(
      'Bearer top-secret'
    );
    expect(errors).toEqual([
      `POST ${world.server.address}/api/3.0/mlflow/traces: status 401: who are you?; set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD`
    ]);
    expect(world.messages).toEqual([
      `traces wait for ${world.server.address}: ${errors.join()}`
    ]);
    expect(world.messages.join()).not.toContain('top-secret');
    init({ trackingServerToken: 'right-one' });
    expect(await flushTraces()).toMatchObject({ sent: 3, pending: 0 });
  });

  it('sends spans as they are to an older one that unpacks none', async () => {
    world.answer = arrival =>
      arrival.headers['content-encoding'] === undefined
        ? asMlflow(arrival)
        : {
            status: 400,
            json: { detail: 'Invalid OpenTelemetry protobuf format' }
          };
    makeTraces(1);
    expect(await flushTraces()).toMatchObject({ sent: 1, failed: 0 });
    const [packed, plain] = world.server.at('/v1/traces');
    expect(plain?.body).toBe(packed?.body);
    expect(world.messages).toEqual([]);
  });

  it.each<[string, Answer, string]>([
    [
      'a login page',
      {
        text: '<html>log in</html>',
        headers: { 'content-type': 'text/html' }
      },
      'is this the address of an MLflow server?'
    ],
    [
      'the way to a login page',
      { status: 302, headers: { location: '/login?token=abc' } },
      '/login; this does not answer as an MLflow server, version 3.6 or later: check its version, and address and port in MLFLOW_TRACKING_URI'
    ],
    [
      'the answer of another program',
      { json: { hello: [1] } },
      'the answer holds no trace'
    ],
    [
      'that the experiment is missing',
      {
        status: 404,
        json: {
          error_code: 'RESOURCE_DOES_NOT_EXIST',
          message: 'No Experiment with id=7 exists'
        }
      },
      'set MLFLOW_EXPERIMENT_NAME or MLFLOW_EXPERIMENT_ID'
    ],
    [
      'that the experiment is deleted',
      {
        status: 400,
        json: {
          error_code: 'INVALID_PARAMETER_VALUE',
          message:
            "The experiment 7 must be in the 'active' state. Current state is deleted."
        }
      },
      'restore it, or set MLFLOW_EXPERIMENT_NAME'
    ],
    ['that it is forbidden', 403, 'may this user write to the experiment?']
  ])(
    'keeps the traces when the answer is %s, and sends them when it is mended',
    async (_, wrong, advice) => {
      world.answer = () => wrong;
      makeTraces(2);
      const { sent, failed, pending, errors } = await flushTraces();
      expect({ sent, failed, pending }).toEqual({
        sent: 0,
        failed: 0,
        pending: 2
      });
      expect(errors.join()).toContain(advice);
      expect(errors.join()).not.toContain('token=');
      expect(world.messages).toEqual([expect.stringContaining(advice)]);
      world.answer = asMlflow;
      expect(await flushTraces()).toMatchObject({ sent: 2, pending: 0 });
      expect(world.server.at('/v1/traces').at(-1)?.body).toContain('work');
    }
  );

  it('sends to the right port what was meant for one where nobody answers', async () => {
    const other = await new FakeServer(asMlflow).start();
    await world.server.stop();
    makeTraces(2);
    expect(await flushTraces({ timeout: 0.1 })).toMatchObject({ pending: 2 });
    setTrackingUri(other.address);
    expect(await flushTraces()).toMatchObject({ sent: 2, pending: 0 });
    await other.stop();
    world.server = await new FakeServer(asMlflow).start();
  });

  it('does not send to another port what was meant for a server that was there', async () => {
    const other = await new FakeServer(asMlflow).start();
    makeTraces(1);
    await flushTraces();
    const { port } = new URL(world.server.address);
    await world.server.stop();
    makeTraces(2);
    await flushTraces({ timeout: 0.1 });
    setTrackingUri(other.address);
    expect(await flushTraces({ timeout: 0.3 })).toMatchObject({
      sent: 0,
      pending: 2
    });
    world.server = await new FakeServer(asMlflow).start(Number(port));
    expect(await flushTraces()).toMatchObject({ sent: 2, pending: 0 });
    expect(other.arrivals).toEqual([]);
    await other.stop();
  });

  it('sends to the experiment of now when the one of then does not exist', async () => {
    world.answer = arrival =>
      arrival.body.includes('"experiment_id":"7"')
        ? {
            status: 404,
            json: {
              error_code: 'RESOURCE_DOES_NOT_EXIST',
              message: 'No Experiment with id=7 exists'
            }
          }
        : asMlflow(arrival);
    init({ experimentId: '7' });
    makeTraces(1);
    expect(await flushTraces()).toMatchObject({ sent: 0, pending: 1 });
    init({ experimentId: '8' });
    expect(await flushTraces()).toMatchObject({ sent: 1, pending: 0 });
    const info = world.server.at('/api/3.0/mlflow/traces').at(-1);
    expect(infoIn(info as Arrival)).toMatchObject({
      trace_location: { mlflow_experiment: { experiment_id: '8' } }
    });
    const [spans, ...others] = world.server.at('/v1/traces');
    expect(spans?.headers['x-mlflow-experiment-id']).toBe('8');
    expect(others).toEqual([]);
  });
});
