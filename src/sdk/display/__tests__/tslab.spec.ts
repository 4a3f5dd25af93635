import { afterEach, describe, expect, it } from '@jest/globals';
import { adapterServices } from './adapter-services';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUNDLE_MIME_TYPE, mimeBundleOf } from '../../../bundle';
import type { CellHandle, KernelAdapter } from '../kernel-adapter';
import { tslabAdapter } from '../tslab';

const EMPTY = mimeBundleOf({ traces: [] });

type Writer = (content: object, isUpdate: boolean) => void;
type Request = { header: { msg_type: string } };

class FakeHandler {
  constructor(private readonly _module: { lastWriteDisplayData?: Writer }) {}

  /** As in tslab: makes the cell's writer the latest one, then runs the code. */
  async handleExecuteImpl(
    request: { code: () => unknown },
    _stream: unknown,
    writer: Writer
  ): Promise<number> {
    this._module.lastWriteDisplayData = writer;
    await request.code();
    return 1;
  }
}

class FakeServer {
  readonly statuses: string[] = [];

  publishStatus(status: string, { header }: Request): void {
    this.statuses.push(`${status} ${header.msg_type}`);
  }
}

/** The parts of tslab 1.0.22 that the adapter looks for. */
function startKernel({ hasInternals = true } = {}) {
  const messages: { cell: string; content: object; isUpdate: boolean }[] = [];
  const raws: unknown[][] = [];
  const reports: string[] = [];
  const writerOf =
    (cell: string): Writer =>
    (content, isUpdate) =>
      void messages.push({ cell, content, isUpdate });
  const module: { lastWriteDisplayData?: Writer } = {
    lastWriteDisplayData: writerOf('importing')
  };
  const publicModule = {
    newDisplay: () => ({ raw: (...args: unknown[]) => void raws.push(args) })
  };
  const cache: Record<string, unknown> = {
    '/x/tslab/dist/public.js': { exports: publicModule },
    ...(hasInternals && {
      '/x/tslab/dist/jupyter.js': {
        exports: Object.assign(module, {
          JupyterHandlerImpl: FakeHandler,
          ZmqServer: FakeServer
        })
      }
    })
  };
  const require = Object.assign(() => publicModule, { cache });
  Object.assign(globalThis, { __tslab__: { exports: {}, require } });
  const calls: string[] = [];
  const adapter = tslabAdapter(
    adapterServices({
      flush: () => {
        calls.push('flush');
        return Promise.resolve({ pending: 0 });
      },
      secure: () => calls.push('secure'),
      setEager: isEager => calls.push(isEager ? 'eager' : 'not eager'),
      report: (cause, message) => reports.push(`${cause}: ${message}`)
    })
  );
  if (adapter === undefined) {
    throw new Error('no adapter');
  }
  const ended: CellHandle[] = [];
  adapter.onCellEnd(cell => ended.push(cell));
  const handler = new FakeHandler(module);
  const runCell = (name: string, code: () => unknown): Promise<number> =>
    handler.handleExecuteImpl({ code }, undefined, writerOf(name));
  return { adapter, messages, raws, reports, calls, ended, runCell };
}

function emitInto(
  adapter: KernelAdapter,
  cell: CellHandle | undefined,
  isUpdate = false
): void {
  if (cell !== undefined) {
    adapter.emit(cell, EMPTY, { displayId: 'd', isUpdate });
  }
}

const IDLE: [string, Request] = [
  'idle',
  { header: { msg_type: 'execute_request' } }
];
const { prototype: handler } = FakeHandler;
const { prototype: server } = FakeServer;
const methods = {
  handler: Object.getOwnPropertyDescriptors(handler),
  server: Object.getOwnPropertyDescriptors(server)
};

afterEach(() => {
  Reflect.deleteProperty(globalThis, '__tslab__');
  Object.defineProperties(handler, methods.handler);
  Object.defineProperties(server, methods.server);
});

describe('tslabAdapter', () => {
  it('is absent outside tslab', () => {
    expect(tslabAdapter(adapterServices())).toBeUndefined();
  });

  it('delivers what a cell made before its reply, and each trace of the importing cell as it ends', async () => {
    const { calls, runCell } = startKernel();
    expect(calls.splice(0)).toEqual(['eager']);
    await runCell('a', () => calls.push('cell'));
    expect(calls.splice(0)).toEqual(['not eager', 'cell', 'flush', 'secure']);
    const failing = runCell('b', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(calls).toEqual(['not eager', 'flush', 'secure']);
  });

  it('writes the whole bundle with the name of the output into the cell that is asked for', () => {
    const { adapter, messages } = startKernel();
    emitInto(adapter, adapter.currentCell());
    expect(messages).toEqual([
      {
        cell: 'importing',
        content: { data: EMPTY, metadata: {}, transient: { display_id: 'd' } },
        isUpdate: false
      }
    ]);
  });

  it('knows the cell of work that goes on after its cell, and writes into that cell', async () => {
    const { adapter, messages, runCell } = startKernel();
    let background: Promise<void> | undefined;
    await runCell('first', () => {
      background = sleep(30).then(() =>
        emitInto(adapter, adapter.currentCell())
      );
    });
    await runCell('second', async () => {
      emitInto(adapter, adapter.currentCell());
      await sleep(60);
    });
    await background;
    expect(messages.map(({ cell }) => cell)).toEqual(['second', 'first']);
  });

  it('updates the output of an earlier cell by way of the latest cell, the only one that nbclient listens to', async () => {
    const { adapter, messages, runCell } = startKernel();
    let earlier: CellHandle | undefined;
    await runCell('first', () => {
      earlier = adapter.currentCell();
      emitInto(adapter, earlier);
    });
    await runCell('second', () => {
      emitInto(adapter, earlier, true);
      emitInto(adapter, earlier);
    });
    expect(messages.map(({ cell, isUpdate }) => [cell, isUpdate])).toEqual([
      ['first', false],
      ['second', true],
      ['first', false]
    ]);
  });

  it('sends an update between two cells again when the next one starts, once', async () => {
    const { adapter, messages, runCell } = startKernel();
    let first: CellHandle | undefined;
    await runCell('first', () => {
      first = adapter.currentCell();
      emitInto(adapter, first);
      emitInto(adapter, first, true);
    });
    emitInto(adapter, first, true);
    await runCell('second', () => undefined);
    await runCell('third', () => undefined);
    expect(messages.map(({ cell, isUpdate }) => [cell, isUpdate])).toEqual([
      ['first', false],
      ['first', true],
      ['first', true],
      ['second', true]
    ]);
  });

  it('knows the importing cell in work that goes on after it', async () => {
    const { adapter, runCell } = startKernel();
    const importing = adapter.currentCell();
    const background = sleep(30).then(() => adapter.currentCell());
    await runCell('next', () => sleep(60));
    expect(await background).toBe(importing);
  });

  it('tells the end of a cell also when the cell throws, and passes its error on', async () => {
    const { adapter, ended, runCell } = startKernel();
    const failure = new Error('user error');
    let cell: CellHandle | undefined;
    await expect(
      runCell('failing', () => {
        cell = adapter.currentCell();
        throw failure;
      })
    ).rejects.toBe(failure);
    expect(ended.at(-1)).toBe(cell);
  });

  it('tells the end of the importing cell by the idle status, or by the start of the next cell', async () => {
    const { adapter, ended, runCell } = startKernel();
    const importing = adapter.currentCell();
    const server = new FakeServer();
    server.publishStatus('idle', {
      header: { msg_type: 'kernel_info_request' }
    });
    expect(ended).toEqual([]);
    server.publishStatus(...IDLE);
    server.publishStatus(...IDLE);
    expect(ended).toEqual([importing, importing]);
    let endedAtStart: CellHandle[] = [];
    await runCell('next', () => {
      endedAtStart = [...ended];
    });
    expect(endedAtStart).toEqual([importing, importing, importing]);
    const count = ended.length;
    server.publishStatus(...IDLE);
    expect(ended).toHaveLength(count);
    expect(server.statuses).toEqual([
      'idle kernel_info_request',
      'idle execute_request',
      'idle execute_request',
      'idle execute_request'
    ]);
  });

  it('shows our MIME type by the public display when the internals have moved, and says so', () => {
    const { adapter, messages, raws, reports } = startKernel({
      hasInternals: false
    });
    emitInto(adapter, adapter.currentCell());
    expect(messages).toEqual([]);
    expect(raws).toEqual([[BUNDLE_MIME_TYPE, EMPTY[BUNDLE_MIME_TYPE]]]);
    expect(adapter.currentCell()).not.toBe(adapter.currentCell());
    expect(reports).toEqual([
      'display-hooks: the internals of this tslab have moved: each trace gets an output of its own'
    ]);
  });

  it('says idle in the next turn of the event loop when the socket is busy with the last message', async () => {
    let isBusy = true;
    const publish = Reflect.get(server, 'publishStatus');
    Object.assign(server, {
      publishStatus(this: FakeServer, ...args: [string, Request]): void {
        if (isBusy) {
          isBusy = false;
          throw new Error('Socket is busy writing');
        }
        Reflect.apply(publish, this, args);
      }
    });
    startKernel();
    const socket = new FakeServer();
    socket.publishStatus(...IDLE);
    expect(socket.statuses).toEqual([]);
    await sleep(5);
    expect(socket.statuses).toEqual(['idle execute_request']);
  });

  it('sends again what a busy socket refused', async () => {
    const { adapter } = startKernel();
    const sent: object[] = [];
    let isBusy = true;
    const refusing: Writer = content => {
      if (isBusy) {
        isBusy = false;
        throw new Error('Socket is busy writing');
      }
      sent.push(content);
    };
    emitInto(adapter, refusing);
    expect(sent).toEqual([]);
    await sleep(5);
    expect(sent).toHaveLength(1);
  });
});
