import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { init, setTrackingUri } from '../../api/configuration';
import { flushTraces, secureTraces } from '../../api/flush';
import { tracing } from '../../api/tracing';
import { withSpan } from '../../api/with-span';
import { shared } from '../../state';
import type { MlflowExporter } from '../mlflow-exporter';
import { isInUse, newFolderName } from '../spool/process-place';
import { exporterWorld, makeTraces } from './exporter-world';
import { asMlflow, FakeServer } from './fake-server';
import { until } from '../../../../test/until';

const world = exporterWorld();
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spanbook-spool-'));
  process.env['SPANBOOK_SPOOL'] = 'on';
  process.env['SPANBOOK_SPOOL_DIR'] = root;
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The entries of processes, without those set aside. */
function entries(): string[] {
  return readdirSync(root)
    .filter(name => name !== 'aside')
    .flatMap(name =>
      readdirSync(join(root, name)).map(it => join(root, name, it))
    )
    .sort();
}

/** Makes traces that are on disk only, as after `kill -9`, and gives their entries. */
function abandon(count: number): string[] {
  process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS'] = '3600000';
  makeTraces(count);
  secureTraces();
  shared.sink = world.newExporter();
  const [folder = ''] = readdirSync(root);
  // No process has this number: it is above the greatest that Linux gives.
  const left = folder.replace(/^\d+/, '4194305');
  renameSync(join(root, folder), join(root, left));
  return entries();
}

async function adopted(exporter: MlflowExporter, count: number): Promise<void> {
  await exporter.adopt();
  await until(() => exporter.status().resent >= count);
}

describe('the spool', () => {
  it('holds what a server has not taken, for its owner alone and without credentials, until it has', async () => {
    world.answer = () => 503;
    init({ trackingServerToken: 'top-secret' });
    makeTraces(3);
    secureTraces();
    const [path = '', ...others] = entries();
    expect(others).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(readFileSync(path, 'latin1')).not.toContain('top-secret');
    expect(await flushTraces({ timeout: 0.1 })).toMatchObject({
      kept: 3,
      pending: 0
    });
    expect([...(shared.sink?.waiting().values() ?? [])]).toEqual(
      Array(3).fill(world.server.address)
    );
    expect(tracing.status().spool).toMatchObject({
      state: 'on',
      folder: root,
      bytes: statSync(path).size
    });
    world.answer = asMlflow;
    expect(await flushTraces()).toMatchObject({ sent: 3, kept: 0 });
    expect(shared.sink?.waiting().size).toBe(0);
    expect(entries()).toEqual([]);
  });

  it('writes nothing when the server is there', async () => {
    makeTraces(3);
    await flushTraces();
    secureTraces();
    expect(readdirSync(root)).toEqual([]);
  });

  it('takes what does not fit into memory, and loses nothing of it', async () => {
    process.env['MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE'] = '10';
    makeTraces(95);
    expect(entries()).toHaveLength(9);
    expect(await flushTraces()).toMatchObject({ sent: 95, dropped: 0 });
    expect(entries()).toEqual([]);
  });

  it('counts bytes as well as traces', () => {
    process.env['SPANBOOK_QUEUE_MAX_BYTES'] = '100000';
    withSpan(() => 'x'.repeat(100_000));
    expect(entries()).toEqual([]);
    makeTraces(1);
    expect(entries()).toHaveLength(1);
  });

  it('is sent by the next process, each entry once, however many ask', async () => {
    abandon(120);
    const kernels = [1, 2, 3].map(() => world.newExporter());
    const resent = (): number =>
      kernels.reduce((sum, kernel) => sum + kernel.status().resent, 0);
    await Promise.all(kernels.map(kernel => kernel.adopt()));
    await until(() => resent() >= 120 && entries().length === 0);
    expect(resent()).toBe(120);
    expect(world.server.at('/api/3.0/mlflow/traces')).toHaveLength(120);
    expect(entries()).toEqual([]);
  });

  it('keeps what is for another server, which must not get our credentials', async () => {
    const left = abandon(1);
    const other = await new FakeServer(asMlflow).start();
    setTrackingUri(other.address);
    const exporter = world.newExporter();
    await exporter.adopt();
    expect(entries()).toEqual(left);
    expect(other.arrivals).toEqual([]);
    await other.stop();
  });

  it('finds the server that Jupyter started at its next address', async () => {
    process.env['SPANBOOK_EMBEDDED_URI'] = world.server.address;
    abandon(2);
    const next = await new FakeServer(asMlflow).start();
    process.env['SPANBOOK_EMBEDDED_URI'] = next.address;
    setTrackingUri(next.address);
    const exporter = world.newExporter();
    await adopted(exporter, 2);
    expect(exporter.status()).toMatchObject({ resent: 2, kept: 0 });
    expect(next.at('/api/3.0/mlflow/traces')).toHaveLength(2);
    await next.stop();
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
    ['changed', (bytes: Buffer) => bytes.fill(0x20, bytes.length - 10)],
    ['without a first line', () => Buffer.from('nothing')]
  ])('sets an entry that is %s aside, and names it', async (_, damage) => {
    const [path = ''] = abandon(1);
    writeFileSync(path, damage(readFileSync(path)));
    const exporter = world.newExporter();
    await exporter.adopt();
    await until(() => world.messages.length > 0);
    const [aside = ''] = readdirSync(join(root, 'aside'));
    expect(aside).toMatch(/\.corrupt\.spool$/);
    expect(world.messages.join()).toContain(aside);
    expect(entries()).toEqual([]);
  });

  it('names an entry that cannot be read once, however many processes find it', async () => {
    const [path = ''] = abandon(1);
    writeFileSync(path, 'nothing');
    const kernels = [1, 2, 3].map(() => world.newExporter());
    await Promise.all(kernels.map(kernel => kernel.adopt()));
    expect(world.messages).toEqual([expect.stringContaining('.corrupt.spool')]);
    expect(kernels.map(kernel => kernel.spoolStatus().state)).toEqual([
      'on',
      'on',
      'on'
    ]);
  });

  it('sets the one trace aside that the server refuses, alone and by its name', async () => {
    world.answer = arrival =>
      arrival.path === '/v1/traces' && arrival.body.includes('poison')
        ? 422
        : asMlflow(arrival);
    makeTraces(20);
    const id = withSpan(span => span.traceId, { name: 'poison' });
    makeTraces(20);
    secureTraces();
    expect(await flushTraces()).toMatchObject({ sent: 40, failed: 1, kept: 0 });
    const [aside = '', ...others] = readdirSync(join(root, 'aside'));
    expect([aside, others]).toEqual([expect.stringMatching(/refused/), []]);
    expect(readFileSync(join(root, 'aside', aside), 'latin1')).toContain(id);
    expect(world.messages).toEqual([expect.stringContaining(id)]);
    expect(entries()).toEqual([]);
  });

  it('says once that it is full, and lets traces wait in memory', async () => {
    process.env['SPANBOOK_SPOOL_MAX_BYTES'] = '1';
    world.answer = () => 503;
    makeTraces(2);
    secureTraces();
    secureTraces();
    expect(world.messages).toEqual([
      expect.stringContaining('SPANBOOK_SPOOL_MAX_BYTES')
    ]);
    expect(tracing.status().spool.state).toBe('full');
    world.answer = asMlflow;
    expect(await flushTraces()).toMatchObject({ sent: 2 });
  });

  it('says once that it cannot be written, and lets traces wait in memory', async () => {
    process.env['SPANBOOK_SPOOL_DIR'] = join(root, 'file');
    writeFileSync(join(root, 'file'), '');
    world.answer = () => 503;
    makeTraces(2);
    secureTraces();
    secureTraces();
    expect(world.messages).toEqual([
      expect.stringContaining('cannot be kept on disk')
    ]);
    expect(tracing.status().spool.state).toBe('broken');
    world.answer = asMlflow;
    expect(await flushTraces()).toMatchObject({ sent: 2 });
  });

  it('is not there when it is off', async () => {
    process.env['SPANBOOK_SPOOL'] = 'off';
    process.env['SPANBOOK_SPOOL_DIR'] = join(root, 'never');
    world.answer = () => 503;
    makeTraces(1);
    secureTraces();
    expect(existsSync(join(root, 'never'))).toBe(false);
    expect(await flushTraces({ timeout: 0 })).toMatchObject({
      kept: 0,
      pending: 1
    });
    world.answer = asMlflow;
  });

  it('writes in the background what a server does not take within a second', async () => {
    let delay = 2000;
    world.answer = arrival => {
      const answer = { ...asMlflow(arrival), delay };
      delay = 0;
      return answer;
    };
    makeTraces(1);
    await until(() => entries().length > 0);
    expect(entries()).toHaveLength(1);
    expect((await flushTraces()).sent).toBe(1);
    expect(entries()).toEqual([]);
  });
});

describe('the folder of a process', () => {
  it('is in use while the process runs, and not after its end', () => {
    const own = newFolderName();
    const now = new Date();
    expect(isInUse(own, now)).toBe(true);
    expect(isInUse(own.replace(/^\d+/, '4194305'), now)).toBe(false);
    expect(isInUse(own.replace(/^(\d+)-\d+/, '$1-1'), now)).toBe(false);
  });

  it('of a computer that cannot be asked is in use while there are signs of life', () => {
    const foreign = newFolderName().replace(/^(\d+-\d+)-\w+/, '$1-cafe0000');
    expect(isInUse(foreign, new Date())).toBe(true);
    expect(isInUse(foreign, new Date(Date.now() - 3_600_000))).toBe(false);
  });

  it('is left alone when its name is none of ours', () => {
    expect(isInUse('photos', new Date(0))).toBe(true);
  });
});

describe('synchronous mode', () => {
  beforeEach(() => {
    process.env['MLFLOW_ENABLE_ASYNC_TRACE_LOGGING'] = 'false';
  });

  it('settles the promise of a root call when the server has the trace', async () => {
    world.answer = arrival => ({ ...asMlflow(arrival), delay: 30 });
    expect(await withSpan(async () => 'result')).toBe('result');
    expect(shared.sink?.status()).toMatchObject({ sent: 1, inFlight: 0 });
    await expect(
      withSpan(() => Promise.reject(new TypeError('mine')))
    ).rejects.toThrow('mine');
    expect(shared.sink?.status()).toMatchObject({ sent: 2, inFlight: 0 });
  });

  it('settles it after one attempt when there is no server, with the trace on disk', async () => {
    await world.server.stop();
    await withSpan(async () => 'result');
    expect(entries()).toHaveLength(1);
    world.server = await new FakeServer(asMlflow).start();
  });

  it('has the trace of a synchronous call on disk when the call returns', () => {
    withSpan(() => 'result');
    expect(entries()).toHaveLength(1);
  });
});
