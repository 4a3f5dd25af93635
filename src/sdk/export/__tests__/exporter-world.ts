import { afterEach, beforeEach } from '@jest/globals';
import { setTrackingUri } from '../../api/configuration';
import { flushTraces } from '../../api/flush';
import { withSpan } from '../../api/with-span';
import { setDiagnosticHandler } from '../../diag';
import { shared } from '../../state';
import { MlflowExporter } from '../mlflow-exporter';
import { asMlflow, FakeServer, type Answer, type Arrival } from './fake-server';

/** What the tests of a file share, made anew for each of them. */
export type ExporterWorld = {
  server: FakeServer;
  /** What the server answers; as MLflow does, until the test says something else. */
  answer: (arrival: Arrival) => Answer;
  /** The warnings. */
  messages: string[];
  /** Another exporter, as of another kernel; it ends with the test. */
  newExporter(): MlflowExporter;
};

/** An exporter that sends to a server of the test's, with repetitions that do not take long. */
export function exporterWorld(): ExporterWorld {
  const environment = { ...process.env };
  const exporters: MlflowExporter[] = [];
  const world: ExporterWorld = {
    server: new FakeServer(asMlflow),
    answer: asMlflow,
    messages: [],
    newExporter() {
      const exporter = new MlflowExporter();
      exporters.push(exporter);
      return exporter;
    }
  };
  beforeEach(async () => {
    Object.assign(process.env, {
      MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0.01',
      MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0'
    });
    world.answer = asMlflow;
    world.messages = [];
    world.server = await new FakeServer(arrival =>
      world.answer(arrival)
    ).start();
    setDiagnosticHandler(({ level, message }) => {
      if (level === 'warn') {
        world.messages.push(message);
      }
    });
    shared.sink = world.newExporter();
    setTrackingUri(world.server.address);
  });
  afterEach(async () => {
    await flushTraces({ timeout: 1 });
    // One that went on would warn of the server that has gone, in whatever test runs then.
    exporters.splice(0).forEach(exporter => exporter.close());
    await world.server.stop();
    process.env = { ...environment };
    setDiagnosticHandler(undefined);
    shared.settings = {};
  });
  return world;
}

/** Makes traces of one span. */
export function makeTraces(count: number, name = 'work'): void {
  for (let i = 0; i < count; i++) {
    withSpan(() => i, { name });
  }
}

/** What StartTraceV3 was given. */
export function infoIn({ body }: Arrival) {
  return JSON.parse(body).trace.trace_info;
}
