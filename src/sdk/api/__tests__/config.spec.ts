import { afterEach, describe, expect, it } from '@jest/globals';
import { asMlflow, FakeServer } from '../../export/__tests__/fake-server';
import { MlflowExporter } from '../../export/mlflow-exporter';
import { shared } from '../../state';
import { config } from '../config';
import { setTrackingUri } from '../configuration';
import { flushTraceAsyncLogging, flushTraces } from '../flush';
import { withSpan } from '../with-span';

const ENVIRONMENT = { ...process.env };
const { sink } = shared;

afterEach(() => {
  process.env = { ...ENVIRONMENT };
  shared.settings = {};
  shared.sink = sink;
});

describe('config.enableAsyncLogging', () => {
  it.each([
    [true, 1],
    [false, 2]
  ])('when %p, sends two traces in %d requests', async (enable, requests) => {
    const server = await new FakeServer(asMlflow).start();
    shared.sink = new MlflowExporter();
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS'] = '5000';
    setTrackingUri(server.address);
    config.enableAsyncLogging(enable);
    withSpan(() => 1);
    await new Promise(resolve => setTimeout(resolve, 30));
    withSpan(() => 2);
    expect(await flushTraceAsyncLogging()).toMatchObject({ sent: 2 });
    expect(server.at('/v1/traces')).toHaveLength(requests);
    await server.stop();
  });
});

describe('flushTraceAsyncLogging', () => {
  it('is flushTraces by its name in Python', () => {
    expect(flushTraceAsyncLogging).toBe(flushTraces);
  });
});
