import { describe, expect, it } from '@jest/globals';
import { init, setTrackingUri } from '../../api/configuration';
import { updateCurrentTrace } from '../../api/current-trace';
import { setExperiment } from '../../api/experiment';
import { flushTraces } from '../../api/flush';
import { startSpan } from '../../api/start-span';
import { trace } from '../../api/trace';
import { withSpan } from '../../api/with-span';
import { shared } from '../../state';
import { until } from '../../../../test/until';
import { exporterWorld, infoIn, makeTraces } from './exporter-world';
import {
  asMlflow,
  asOlderMlflow,
  FakeServer,
  type Arrival
} from './fake-server';

const world = exporterWorld();

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
      kept: 0,
      failed: 0,
      dropped: 0,
      pending: 0,
      errors: []
    });
    const [spans] = world.server.at('/v1/traces');
    expect(spans?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'x-mlflow-experiment-id': '7'
    });
    expect(spans?.body).toContain('mlflow.spanInputs');
    const [info] = world.server.at('/api/3.0/mlflow/traces').map(infoIn);
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
    world.answer = arrival => ({ ...asMlflow(arrival), delay: 5 });
    makeTraces(230);
    expect((await flushTraces()).sent).toBe(230);
    expect(world.server.at('/v1/traces').length).toBeLessThanOrEqual(6);
    expect(world.server.at('/api/3.0/mlflow/traces')).toHaveLength(230);
    expect(world.server.maxAtOnce).toBeLessThanOrEqual(4);
  });

  it('sends by itself, without a flush', async () => {
    makeTraces(1);
    await until(() => world.server.at('/api/3.0/mlflow/traces').length > 0);
    expect(world.server.at('/api/3.0/mlflow/traces')).toHaveLength(1);
  });

  it.each([408, 429, 500, 502, 503, 504])(
    'stores everything although the server answers %i at first',
    async status => {
      let refusals = 4;
      world.answer = arrival => (refusals-- > 0 ? status : asMlflow(arrival));
      makeTraces(3);
      const { sent, failed, errors } = await flushTraces();
      expect({ sent, failed }).toEqual({ sent: 3, failed: 0 });
      expect(errors.join()).toContain(`status ${status}`);
      expect(world.messages).toEqual([]);
    }
  );

  it('waits as long as Retry-After says', async () => {
    let refused = 0;
    world.answer = arrival =>
      refused === 0
        ? ((refused = performance.now()),
          { status: 429, headers: { 'retry-after': '1' } })
        : asMlflow(arrival);
    makeTraces(1);
    expect((await flushTraces()).sent).toBe(1);
    expect(performance.now() - refused).toBeGreaterThan(900);
  });

  it('finds a server that starts late', async () => {
    const { address } = world.server;
    await world.server.stop();
    makeTraces(2);
    const early = await flushTraces({ timeout: 0.1 });
    expect(early).toMatchObject({ sent: 0, failed: 0, pending: 2 });
    expect(early.errors.join()).toContain('ECONNREFUSED');
    world.server = await new FakeServer(asMlflow).start(
      Number(new URL(address).port)
    );
    expect(await flushTraces()).toMatchObject({ sent: 2, pending: 0 });
    expect(world.messages).toEqual([]);
  });

  it('takes user and password from the address, and never shows them', async () => {
    world.answer = () => 403;
    setTrackingUri(world.server.address.replace('//', '//ann:pa%20ss@'));
    makeTraces(1);
    const { errors } = await flushTraces();
    expect(world.server.arrivals[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('ann:pa ss').toString('base64')}`
    );
    expect(`${errors.join()}${world.messages.join()}`).not.toMatch(
      /pa%20ss|pa ss/
    );
  });

  it('stores the good traces of a batch with a bad one', async () => {
    world.answer = arrival =>
      arrival.path === '/v1/traces' && arrival.body.includes('poison')
        ? { status: 422, json: { detail: 'no' } }
        : asMlflow(arrival);
    makeTraces(2);
    makeTraces(1, 'poison');
    expect(await flushTraces()).toMatchObject({ sent: 2, failed: 1 });
    expect(world.messages).toEqual([
      expect.stringMatching(
        /^trace tr-\w+ is refused: .* status 422: no; it is lost/
      )
    ]);
  });

  it.each(['/api/3.0/mlflow/traces', '/v1/traces'])(
    'repeats only what failed, be it at %s',
    async failing => {
      let isFirst = true;
      world.answer = arrival => {
        const fails = arrival.path === failing && isFirst;
        isFirst = isFirst && !fails;
        return fails ? 500 : asMlflow(arrival);
      };
      makeTraces(1);
      expect((await flushTraces()).sent).toBe(1);
      const counts = ['/api/3.0/mlflow/traces', '/v1/traces'].map(
        path => world.server.at(path).length
      );
      expect(counts).toEqual(failing === '/v1/traces' ? [1, 2] : [2, 1]);
    }
  );

  it('puts the infos before the spans, which is half the work for a server', async () => {
    makeTraces(3);
    await flushTraces();
    expect(world.server.arrivals.map(({ path }) => path)).toEqual([
      ...Array<string>(3).fill('/api/3.0/mlflow/traces'),
      '/v1/traces'
    ]);
    // Else readers fail on a trace whose program was killed between the two.
    expect(infoIn(world.server.arrivals[0] as Arrival)).toMatchObject({
      tags: { 'mlflow.trace.spansLocation': 'TRACKING_STORE' }
    });
  });

  it('has the last word on a server that changes an info by later spans', async () => {
    world.answer = asOlderMlflow;
    makeTraces(2);
    await flushTraces();
    makeTraces(1);
    await flushTraces();
    expect(world.server.arrivals.map(({ path }) => path)).toEqual([
      '/api/3.0/mlflow/traces',
      '/v1/traces',
      '/api/3.0/mlflow/traces',
      '/api/3.0/mlflow/traces',
      '/v1/traces',
      '/api/3.0/mlflow/traces'
    ]);
  });

  it('makes a missing experiment once, for traces of many batches', async () => {
    let created = 0;
    world.answer = arrival => {
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
    makeTraces(120);
    expect((await flushTraces()).sent).toBe(120);
    expect(created).toBe(1);
    expect(
      new Set(
        world.server
          .at('/v1/traces')
          .map(({ headers }) => headers['x-mlflow-experiment-id'])
      )
    ).toEqual(new Set(['42']));
  });

  it('uses the experiment that somebody else made meanwhile', async () => {
    let isMade = false;
    world.answer = arrival => {
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
    makeTraces(1, 'new');
    span.end();
    expect((await flushTraces()).sent).toBe(2);
    expect(world.server.at('/v1/traces')[0]?.body).toContain('old');
    expect(other.at('/v1/traces')[0]?.body).toContain('new');
    await other.stop();
  });

  it('sends a child that ends after its root, when the flush came between', async () => {
    const root = startSpan({ name: 'root' });
    const child = startSpan({ name: 'late', parent: root });
    root.end();
    expect((await flushTraces()).sent).toBe(1);
    expect(world.server.at('/v1/traces')[0]?.body).not.toContain('late');
    child.end();
    await flushTraces();
    expect(world.server.at('/v1/traces')[1]?.body).toContain('late');
  });

  it('drops what does not fit into the queue, and counts it', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE'] = '10';
    makeTraces(15);
    expect(await flushTraces()).toMatchObject({ sent: 10, dropped: 5 });
    expect(world.messages.every(message => message.includes('dropped'))).toBe(
      true
    );
  });

  it('says that traces are not stored when no server is set', async () => {
    shared.settings = {};
    delete process.env['MLFLOW_TRACKING_URI'];
    makeTraces(1);
    const { sent, dropped, errors } = await flushTraces();
    expect({ sent, dropped }).toEqual({ sent: 0, dropped: 1 });
    expect(errors.join()).toContain('MLFLOW_TRACKING_URI');
  });

  it('gives up a request after the timeout, in seconds, and tries again', async () => {
    process.env['MLFLOW_HTTP_REQUEST_TIMEOUT'] = '0.2';
    let isFirst = true;
    world.answer = arrival => {
      const delay = isFirst ? 1000 : 0;
      isFirst = false;
      return { ...asMlflow(arrival), delay };
    };
    makeTraces(1);
    const { sent, errors } = await flushTraces();
    expect(sent).toBe(1);
    expect(errors.join()).toContain('no answer within 0.2 s');
  });

  it('never slows or breaks the traced program, whatever the server does', async () => {
    world.answer = () => ({ status: 500, text: 'x' });
    process.env['MLFLOW_HTTP_REQUEST_MAX_RETRIES'] = '0';
    const fn = trace((n: number) => n + 1);
    expect(fn(1)).toBe(2);
    expect((await flushTraces()).pending).toBe(1);
    expect(fn(2)).toBe(3);
  });

  it('puts images back into the spans when the server keeps no files', async () => {
    const image = 'data:image/png;base64,iVBORw0KGgo=';
    withSpan(() => image);
    expect(await flushTraces()).toMatchObject({ sent: 1, failed: 0 });
    const [first, second] = world.server
      .at('/v1/traces')
      .map(({ body }) => body);
    expect(first).toContain('mlflow-attachment://');
    expect(second).toContain(image);
    expect(world.messages).toEqual([
      expect.stringMatching(/attachments stay in the spans: .*artifacts/)
    ]);
  });

  it('keeps as many requests under way as it may, with as many spans as they may hold', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS'] = '1';
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_SPAN_BATCH_SIZE'] = '3';
    world.answer = arrival => ({ ...asMlflow(arrival), delay: 5 });
    makeTraces(7);
    expect((await flushTraces()).sent).toBe(7);
    expect(world.server.at('/v1/traces')).toHaveLength(3);
    expect(world.server.maxAtOnce).toBe(1);
  });

  it('waits as long as it may for traces that share a request', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS'] = '1000';
    makeTraces(1);
    await new Promise(resolve => setTimeout(resolve, 100));
    makeTraces(1);
    expect(world.server.arrivals).toEqual([]);
    await until(() => world.server.at('/v1/traces').length > 0);
    expect(await flushTraces()).toMatchObject({ sent: 2 });
    expect(world.server.at('/v1/traces')).toHaveLength(1);
  });

  it('sends each trace at once and apart when there is to be no batch', async () => {
    process.env['MLFLOW_USE_BATCH_SPAN_PROCESSOR'] = 'false';
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS'] = '60000';
    makeTraces(3);
    await until(() => world.server.at('/v1/traces').length >= 3);
    expect(world.server.at('/v1/traces')).toHaveLength(3);
  });

  it('repeats a request for as long as it may', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT'] = '0';
    world.answer = () => 503;
    makeTraces(1);
    expect(await flushTraces()).toMatchObject({ sent: 0, pending: 1 });
    expect(world.server.arrivals).toHaveLength(1);
  });

  it('speaks to a Databricks workspace as init names it', async () => {
    init({ host: world.server.address, databricksToken: 'dapi-1' });
    makeTraces(1);
    expect(await flushTraces()).toMatchObject({ sent: 1 });
    expect(world.server.arrivals[0]?.headers.authorization).toBe(
      'Bearer dapi-1'
    );
  });
});
