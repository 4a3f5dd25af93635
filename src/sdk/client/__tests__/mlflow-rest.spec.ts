import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it
} from '@jest/globals';
import { MlflowClient } from '../mlflow-client';
import { mlflowError, StubServer } from './stub-server';

let server: StubServer;

beforeAll(async () => {
  server = await StubServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.seen.length = 0;
  process.env['MLFLOW_TRACKING_TOKEN'] = 'hush-token';
});
afterEach(() => {
  delete process.env['MLFLOW_TRACKING_TOKEN'];
  delete process.env['MLFLOW_TRACKING_URI'];
});

const getRun = (address = server.address) =>
  new MlflowClient(address).getRun('r');

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('the request succeeded');
    },
    (error: unknown) => error as Error
  );
}

describe('a request', () => {
  it('carries the token, and text as JSON', async () => {
    server.answer = () => ({ body: { experiment_id: '4' } });
    const client = new MlflowClient({ trackingUri: server.address });
    expect(await client.createExperiment('né "w"')).toBe('4');
    const [seen] = server.seen;
    expect(seen?.headers).toMatchObject({
      authorization: 'Bearer hush-token',
      'content-type': 'application/json'
    });
    expect(seen?.body).toEqual({
      name: 'né "w"',
      tags: [{ key: 'mlflow.experimentKind', value: 'genai_development' }]
    });
  });

  it('puts an id into its place only', async () => {
    server.answer = () => ({ body: {} });
    const client = new MlflowClient(server.address);
    await client.deleteAssessment('../../x?y=1', 'a/b');
    expect(server.seen[0]?.path).toBe(
      '/api/3.0/mlflow/traces/..%2F..%2Fx%3Fy%3D1/assessments/a%2Fb'
    );
  });

  it('waits for a server that is busy for a moment', async () => {
    server.answer = () =>
      server.seen.length < 3
        ? { status: 503, body: 'busy', headers: { 'retry-after': '0' } }
        : { body: { run: { info: { run_id: 'r' } } } };
    expect((await getRun()).info.runId).toBe('r');
  });

  it('tries again when the database pool is used up, which MLflow answers with 400', async () => {
    server.answer = () =>
      server.seen.length < 2
        ? mlflowError(400, 'BAD_REQUEST', 'QueuePool limit of size 5 reached')
        : { body: { run: { info: { run_id: 'r' } } } };
    expect((await getRun()).info.runId).toBe('r');
  });

  it('does not ask again for what failed for good', async () => {
    server.answer = () => mlflowError(400, 'INVALID_PARAMETER_VALUE');
    await failureOf(getRun());
    expect(server.seen.length).toBe(1);
  });
});

describe('the error of a failed request', () => {
  it.each([
    [
      mlflowError(400, 'INVALID_PARAMETER_VALUE', 'bad id'),
      'status 400: bad id'
    ],
    [
      { status: 403, body: 'Invalid host header' },
      'status 403: Invalid host header; check MLFLOW_TRACKING_USERNAME'
    ],
    [{ status: 500, type: 'text/html', body: '<h1>oops</h1>' }, 'status 500'],
    [
      { status: 404, type: 'text/html', body: '<h1>none</h1>' },
      'status 404; is this the address of an MLflow server'
    ],
    [
      { type: 'text/html', body: '<h1>log in</h1>' },
      'the answer is not JSON; is this the address of an MLflow server?'
    ],
    [{ body: '[1]' }, 'the answer is not JSON']
  ])('says what %j means', async (answer, message) => {
    server.answer = () => answer;
    const error = await failureOf(getRun());
    expect(error.name).toBe('MlflowException');
    expect(error.message).toContain(
      `getRun: GET ${server.address}/api/2.0/mlflow/runs/get: ${message}`
    );
    expect(error.message).not.toContain('<');
  });

  it('shows no credentials', async () => {
    server.answer = () => ({ status: 401, body: 'who?' });
    const address = server.address.replace('//', '//ann:hush-password@');
    const error = await failureOf(getRun(address));
    expect(JSON.stringify([error, error.message, error.stack])).not.toMatch(
      /hush|ann/
    );
    expect(server.seen[0]?.headers['authorization']).toBe(
      `Basic ${btoa('ann:hush-password')}`
    );
  });

  it('says what to do when no server is set', async () => {
    const error = await failureOf(new MlflowClient().getRun('r'));
    expect(error.message).toBe(
      'getRun: no tracking server is set; call setTrackingUri("http://…") or set MLFLOW_TRACKING_URI'
    );
  });
});

describe('a client without an address', () => {
  it('follows the environment', async () => {
    const client = new MlflowClient();
    process.env['MLFLOW_TRACKING_URI'] = server.address;
    server.answer = () => ({ body: { run: { info: { run_id: 'r' } } } });
    expect((await client.getRun('r')).info.runId).toBe('r');
  });
});
