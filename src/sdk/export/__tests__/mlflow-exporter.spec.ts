import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { init, setTrackingUri } from '../../api/configuration';
import { updateCurrentTrace } from '../../api/current-trace';
import { setExperiment } from '../../api/experiment';
import { flushTraces } from '../../api/flush';
import { startSpan } from '../../api/start-span';
import { trace } from '../../api/trace';
import { withSpan } from '../../api/with-span';
import { setDiagnosticHandler } from '../../diag';
import { shared } from '../../state';
import { MlflowExporter } from '../mlflow-exporter';
import { asMlflow, FakeServer, type Answer, type Arrival } from './fake-server';

const ENVIRONMENT = { ...process.env };
let server: FakeServer;
let messages: string[];
let answer: (arrival: Arrival) => Answer;

function infoOf({ body }: Arrival) {
  return JSON.parse(body).trace.trace_info;
}

function make(count: number, name = 'work'): void {
  for (let i = 0; i < count; i++) {
    withSpan(() => i, { name });
  }
}

beforeEach(async () => {
  Object.assign(process.env, {
    MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0.01',
    MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0'
  });
  answer = asMlflow;
  messages = [];
  server = await new FakeServer(arrival => answer(arrival)).start();
  setDiagnosticHandler(({ level, message }) => {
    if (level === 'warn') {
      messages.push(message);
    }
  });
  shared.sink = new MlflowExporter();
  setTrackingUri(server.address);
});

afterEach(async () => {
  await flushTraces();
  await server.stop();
  process.env = { ...ENVIRONMENT };
  setDiagnosticHandler(undefined);
  shared.settings = {};
});

describe('MlflowExporter', () => {
  it('sends spans as gzipped OTLP and the info of each trace, and counts them', async () => {
    setExperiment({ experimentId: '7' });
    withSpan(
      () => {
        updateCurrentTrace({
          tags: { stage: 'draft' },
          sessionId: 's',
          clientRequestId: 'c'
        });
        return 'out';
      },
      { name: 'root', inputs: { q: 1 } }
    );
    expect(await flushTraces()).toEqual({
      sent: 1,
      failed: 0,
      dropped: 0,
      pending: 0,
      errors: []
    });
    const [spans] = server.at('/v1/traces');
    expect(spans?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'x-mlflow-experiment-id': '7'
    });
    expect(spans?.body).toContain('mlflow.spanInputs');
    const [info] = server.at('/api/3.0/mlflow/traces').map(infoOf);
    expect(info).toMatchObject({
      client_request_id: 'c',
      trace_location: {
        type: 'MLFLOW_EXPERIMENT',
        mlflow_experiment: { experiment_id: '7' }
      },
      state: 'OK',
      request_preview: '{"q": 1}',
      response_preview: '"out"',
      tags: { stage: 'draft', 'mlflow.traceName': 'root' },
      trace_metadata: {
        'mlflow.trace.session': 's',
        'mlflow.trace_schema.version': '3',
        'mlflow.traceInputs': '{"q": 1}'
      }
    });
    expect(info.request_time).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/
    );
    expect(info.execution_duration).toMatch(/^\d+\.\d{6}s$/);
  });

  it('shares requests among many traces, four at a time at the most', async () => {
    answer = arrival => ({ ...asMlflow(arrival), delay: 5 });
    make(230);
    expect((await flushTraces()).sent).toBe(230);
    expect(server.at('/v1/traces').length).toBeLessThanOrEqual(6);
    expect(server.at('/api/3.0/mlflow/traces')).toHaveLength(230);
    expect(server.maxAtOnce).toBeLessThanOrEqual(4);
  });

  it('sends by itself, without a flush', async () => {
    make(1);
    for (let i = 0; i < 100 && server.at('/api/3.0').length === 0; i++) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(server.at('/api/3.0/mlflow/traces')).toHaveLength(1);
  });

  it.each([408, 429, 500, 502, 503, 504])(
    'stores everything although the server answers %i at first',
    async status => {
      let refusals = 4;
      answer = arrival => (refusals-- > 0 ? status : asMlflow(arrival));
      make(3);
      const { sent, failed, errors } = await flushTraces();
      expect({ sent, failed }).toEqual({ sent: 3, failed: 0 });
      expect(errors.join()).toContain(`status ${status}`);
      expect(messages).toEqual([]);
    }
  );

  it('waits as long as Retry-After says', async () => {
    let refused = 0;
    answer = arrival =>
      refused === 0
        ? ((refused = performance.now()),
          { status: 429, headers: { 'retry-after': '1' } })
        : asMlflow(arrival);
    make(1);
    expect((await flushTraces()).sent).toBe(1);
    expect(performance.now() - refused).toBeGreaterThan(900);
  });

  it('finds a server that starts late', async () => {
    const { address } = server;
    await server.stop();
    make(2);
    const early = await flushTraces({ timeoutSeconds: 0.1 });
    expect(early).toMatchObject({ sent: 0, failed: 0, pending: 2 });
    expect(early.errors.join()).toContain('ECONNREFUSED');
    server = await new FakeServer(asMlflow).start(
      Number(new URL(address).port)
    );
    expect(await flushTraces()).toMatchObject({ sent: 2, pending: 0 });
    expect(messages).toEqual([]);
  });

  it('gives up on a refusal, says so once, and shows no credential', async () => {
    answer = () => ({ status: 401, text: 'who are you?' });
    init({ trackingServerToken: 'top-secret' });
    make(3);
    const { sent, failed, errors } = await flushTraces();
    expect({ sent, failed }).toEqual({ sent: 0, failed: 3 });
    expect(server.at('/v1/traces')).toHaveLength(1);
    expect(server.arrivals[0]?.headers.authorization).toBe('Bearer top-secret');
    expect(errors).toEqual([
      `POST ${server.address}/v1/traces: status 401: who are you?`
    ]);
    expect(messages.join()).not.toContain('top-secret');
  });

  it('takes user and password from the address, and never shows them', async () => {
    answer = () => 403;
    setTrackingUri(server.address.replace('//', '//ann:pa%20ss@'));
    make(1);
    const { errors } = await flushTraces();
    expect(server.arrivals[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('ann:pa ss').toString('base64')}`
    );
    expect(`${errors.join()}${messages.join()}`).not.toMatch(/pa%20ss|pa ss/);
  });

  it('stores the good traces of a batch with a bad one', async () => {
    answer = arrival =>
      arrival.path === '/v1/traces' && arrival.body.includes('poison')
        ? { status: 422, json: { detail: 'no' } }
        : asMlflow(arrival);
    make(2);
    make(1, 'poison');
    expect(await flushTraces()).toMatchObject({ sent: 2, failed: 1 });
  });

  it('repeats the second half when only the info failed', async () => {
    let isFirst = true;
    answer = arrival => {
      const { path } = arrival;
      const fails = path.startsWith('/api/3.0') && isFirst;
      isFirst = isFirst && !fails;
      return fails ? 500 : asMlflow(arrival);
    };
    make(1);
    expect((await flushTraces()).sent).toBe(1);
    expect(server.at('/v1/traces')).toHaveLength(1);
    expect(server.at('/api/3.0/mlflow/traces')).toHaveLength(2);
  });

  it('makes a missing experiment once, for traces of many batches', async () => {
    let created = 0;
    answer = arrival => {
      const { path } = arrival;
      if (path.includes('get-by-name')) {
        return {
          status: 404,
          json: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'none' }
        };
      }
      if (path.endsWith('experiments/create')) {
        created += 1;
        return { json: { experiment_id: '42' } };
      }
      return path.includes('experiments/get')
        ? { json: { experiment: { experiment_id: '42', name: 'new' } } }
        : asMlflow(arrival);
    };
    setExperiment('new');
    make(120);
    expect((await flushTraces()).sent).toBe(120);
    expect(created).toBe(1);
    expect(
      new Set(
        server
          .at('/v1/traces')
          .map(({ headers }) => headers['x-mlflow-experiment-id'])
      )
    ).toEqual(new Set(['42']));
  });

  it('uses the experiment that somebody else made meanwhile', async () => {
    let isMade = false;
    answer = arrival => {
      const { path } = arrival;
      if (path.includes('get-by-name')) {
        return isMade
          ? { json: { experiment: { experiment_id: '9', name: 'raced' } } }
          : { status: 404, json: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
      }
      if (path.endsWith('experiments/create')) {
        isMade = true;
        return {
          status: 400,
          json: { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'there' }
        };
      }
      return asMlflow(arrival);
    };
    expect(await setExperiment('raced')).toMatchObject({
      experimentId: '9',
      name: 'raced'
    });
  });

  it('sends a trace where it was to go when it started', async () => {
    const other = await new FakeServer(asMlflow).start();
    const span = startSpan({ name: 'old' });
    setTrackingUri(other.address);
    make(1, 'new');
    span.end();
    expect((await flushTraces()).sent).toBe(2);
    expect(server.at('/v1/traces')[0]?.body).toContain('old');
    expect(other.at('/v1/traces')[0]?.body).toContain('new');
    await other.stop();
  });

  it('sends a child that ends after its root, when the flush came between', async () => {
    const root = startSpan({ name: 'root' });
    const child = startSpan({ name: 'late', parent: root });
    root.end();
    expect((await flushTraces()).sent).toBe(1);
    expect(server.at('/v1/traces')[0]?.body).not.toContain('late');
    child.end();
    await flushTraces();
    expect(server.at('/v1/traces')[1]?.body).toContain('late');
  });

  it('drops what does not fit into the queue, and counts it', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE'] = '10';
    make(15);
    expect(await flushTraces()).toMatchObject({ sent: 10, dropped: 5 });
    expect(messages.every(message => message.includes('dropped'))).toBe(true);
  });

  it('says that traces are not stored when no server is set', async () => {
    shared.settings = {};
    delete process.env['MLFLOW_TRACKING_URI'];
    make(1);
    const { sent, dropped, errors } = await flushTraces();
    expect({ sent, dropped }).toEqual({ sent: 0, dropped: 1 });
    expect(errors.join()).toContain('MLFLOW_TRACKING_URI');
  });

  it('refuses to take a login page for an answer', async () => {
    answer = () => ({
      text: '<html>log in</html>',
      headers: { 'content-type': 'text/html' }
    });
    make(1);
    const { failed, errors } = await flushTraces();
    expect(failed).toBe(1);
    expect(errors.join()).toContain('is this the address of an MLflow server?');
  });

  it('does not count as stored what something else than MLflow has taken', async () => {
    answer = () => ({ json: { hello: [1] } });
    make(1);
    const { sent, failed, errors } = await flushTraces();
    expect({ sent, failed }).toEqual({ sent: 0, failed: 1 });
    expect(errors.join()).toContain('the answer holds no trace');
  });

  it('gives up a request after the timeout, in seconds, and tries again', async () => {
    process.env['MLFLOW_HTTP_REQUEST_TIMEOUT'] = '0.2';
    let isFirst = true;
    answer = arrival => {
      const delay = isFirst ? 1000 : 0;
      isFirst = false;
      return { ...asMlflow(arrival), delay };
    };
    make(1);
    const { sent, errors } = await flushTraces();
    expect(sent).toBe(1);
    expect(errors.join()).toContain('no answer within 0.2 s');
  });

  it('never slows or breaks the traced program, whatever the server does', async () => {
    answer = () => ({ status: 500, text: 'x' });
    process.env['MLFLOW_HTTP_REQUEST_MAX_RETRIES'] = '0';
    const fn = trace((n: number) => n + 1);
    expect(fn(1)).toBe(2);
    expect((await flushTraces()).failed).toBe(1);
    expect(fn(2)).toBe(3);
  });

  it('puts images back into the spans when the server keeps no files', async () => {
    const image = 'data:image/png;base64,iVBORw0KGgo=';
    withSpan(() => image);
    expect(await flushTraces()).toMatchObject({ sent: 1, failed: 0 });
    const [first, second] = server.at('/v1/traces').map(({ body }) => body);
    expect(first).toContain('mlflow-attachment://');
    expect(second).toContain(image);
    expect(messages).toEqual([
      expect.stringMatching(/attachments stay in the spans: .*artifacts/)
    ]);
  });

  it('keeps as many requests under way as it may, with as many spans as they may hold', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS'] = '1';
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_SPAN_BATCH_SIZE'] = '3';
    answer = arrival => ({ ...asMlflow(arrival), delay: 5 });
    make(7);
    expect((await flushTraces()).sent).toBe(7);
    expect(server.at('/v1/traces')).toHaveLength(3);
    expect(server.maxAtOnce).toBe(1);
  });

  it('waits as long as it may for traces that share a request', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS'] = '400';
    make(1);
    await new Promise(resolve => setTimeout(resolve, 200));
    make(1);
    expect(server.arrivals).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(server.at('/v1/traces')).toHaveLength(1);
  });

  it('sends each trace at once and apart when there is to be no batch', async () => {
    process.env['MLFLOW_USE_BATCH_SPAN_PROCESSOR'] = 'false';
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS'] = '60000';
    make(3);
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(server.at('/v1/traces')).toHaveLength(3);
  });

  it('repeats a request for as long as it may', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT'] = '0';
    answer = () => 503;
    make(1);
    expect(await flushTraces()).toMatchObject({ sent: 0, failed: 1 });
    expect(server.arrivals).toHaveLength(1);
  });

  it('speaks to a Databricks workspace as init names it', async () => {
    init({ host: server.address, databricksToken: 'dapi-1' });
    make(1);
    expect(await flushTraces()).toMatchObject({ sent: 1 });
    expect(server.arrivals[0]?.headers.authorization).toBe('Bearer dapi-1');
  });
});
