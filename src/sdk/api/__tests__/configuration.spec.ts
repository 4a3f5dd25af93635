import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectWarnings } from '../../__tests__/diagnostics';
import { asMlflow, FakeServer } from '../../export/__tests__/fake-server';
import { TraceRouter } from '../../export/trace-router';
import { shared } from '../../state';
import { init, setTrackingUri } from '../configuration';
import { setExperiment } from '../experiment';
import { flushTraces } from '../flush';
import { tracing } from '../tracing';
import { withSpan } from '../with-span';

let first: FakeServer;
let second: FakeServer;
let warnings: ReturnType<typeof collectWarnings>;

/** A server that takes its time, so that something is in flight. */
const slow = (): Promise<FakeServer> =>
  new FakeServer(arrival => ({ ...asMlflow(arrival), delay: 50 })).start();

const make = (name: string): void => withSpan(() => undefined, { name });

/** Names of the spans that came, with the experiment they came for, sorted: requests overtake each other. */
function seenBy(server: FakeServer): string[] {
  return server
    .at('/v1/traces')
    .flatMap(({ body, headers }) =>
      [...body.matchAll(/cell \d/g)].map(
        ([name]) => `${name} ${String(headers['x-mlflow-experiment-id'])}`
      )
    )
    .filter((it, index, all) => all.indexOf(it) === index)
    .sort();
}

beforeEach(async () => {
  [first, second] = [await slow(), await slow()];
  warnings = collectWarnings();
  shared.sink = new TraceRouter();
  init({ trackingUri: first.address, experimentId: '1' });
});
afterEach(async () => {
  shared.settings = {};
  tracing.reset();
  warnings.stop();
  await Promise.all([first.stop(), second.stop()]);
});

describe('a cell that is run again', () => {
  it('sends what waits and what is under way to the server of its time', async () => {
    make('cell 1');
    setTrackingUri(second.address);
    make('cell 2');
    setTrackingUri(first.address);
    make('cell 3');
    expect(await flushTraces()).toMatchObject({ sent: 3, pending: 0 });
    expect(seenBy(first)).toEqual(['cell 1 1', 'cell 3 1']);
    expect(seenBy(second)).toEqual(['cell 2 1']);
  });

  it('sends a trace that is open meanwhile to the place where it started', async () => {
    withSpan(
      () => {
        setTrackingUri(second.address);
        setExperiment({ experimentId: '2' });
      },
      { name: 'cell 1' }
    );
    make('cell 2');
    await flushTraces();
    expect([seenBy(first), seenBy(second)]).toEqual([
      ['cell 1 1'],
      ['cell 2 2']
    ]);
  });

  it('does not send what waits twice when init is called with the same values', async () => {
    for (const name of ['cell 1', 'cell 2', 'cell 3']) {
      init({ trackingUri: first.address, experimentId: '1' });
      make(name);
    }
    expect(await flushTraces()).toMatchObject({ sent: 3 });
    expect(seenBy(first)).toEqual(['cell 1 1', 'cell 2 1', 'cell 3 1']);
    expect(first.at('/api/3.0/mlflow/traces')).toHaveLength(3);
  });

  it('keeps destination and span processors when it sets the tracking server', async () => {
    tracing.setDestination({ experimentId: '9' });
    tracing.configure({ spanProcessors: [span => span.setInputs('***')] });
    setTrackingUri(second.address);
    withSpan(span => span.setInputs('secret'), { name: 'cell 1' });
    await flushTraces();
    expect(seenBy(second)).toEqual(['cell 1 9']);
    expect(second.arrivals.map(({ body }) => body).join()).not.toContain(
      'secret'
    );
  });
});
