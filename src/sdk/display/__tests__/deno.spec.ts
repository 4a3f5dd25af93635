import { afterEach, describe, expect, it } from '@jest/globals';
import { adapterServices } from './adapter-services';
import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { mimeBundleOf } from '../../../bundle';
import { denoAdapter } from '../deno';
import type { CellHandle, KernelAdapter } from '../kernel-adapter';

const INTERNAL = Symbol('Deno.internal');
const EMPTY = mimeBundleOf({ traces: [] });

type Kernel = {
  adapter: KernelAdapter;
  broadcasts: { type: string; content: Record<string, unknown> }[];
  results: unknown[];
  displayed: unknown[];
  ended: CellHandle[];
  reports: string[];
  flushed: number;
  secured: number;
  interrupt: () => void;
  endCell: (result?: unknown) => Promise<void>;
};

/** What Deno 2.9 puts on its global in a kernel; the cells run in this process. */
function startKernel({
  hasHook = true,
  flush = () => Promise.resolve({ pending: 0 })
} = {}): Kernel {
  const broadcasts: Kernel['broadcasts'] = [];
  const results: unknown[] = [];
  const reports: string[] = [];
  const ended: CellHandle[] = [];
  const listeners = new Map<string, () => void>();
  const displayed: unknown[] = [];
  const jupyter = {
    ...(hasHook && {
      broadcastResult: async (_count: number, result: unknown) => {
        results.push(result);
      }
    })
  };
  Object.assign(globalThis, {
    Deno: {
      internal: INTERNAL,
      version: { deno: '2.9.8' },
      addSignalListener: (signal: string, listener: () => void) => {
        listeners.set(signal, listener);
      },
      jupyter: {
        broadcast: (type: string, content: Record<string, unknown>) => {
          broadcasts.push({ type, content });
        },
        display: async (...args: unknown[]) => {
          displayed.push(args);
        }
      },
      [INTERNAL]: { jupyter }
    }
  });
  const kernel = { flushed: 0, secured: 0 };
  const adapter = denoAdapter(
    adapterServices({
      flush: () => {
        kernel.flushed++;
        return flush();
      },
      secure: () => {
        kernel.secured++;
      },
      report: (cause, message) => reports.push(`${cause}: ${message}`)
    })
  );
  if (adapter === undefined) {
    throw new Error('no adapter');
  }
  adapter.onCellEnd(cell => ended.push(cell));
  return Object.assign(kernel, {
    adapter,
    broadcasts,
    results,
    displayed,
    ended,
    reports,
    interrupt: () => listeners.get('SIGINT')?.(),
    endCell: async (result?: unknown) => {
      await jupyter.broadcastResult?.(1, result);
    }
  });
}

const typesOf = ({ broadcasts }: Kernel): string[] =>
  broadcasts.map(({ type }) => type);

const emitOnce = ({ adapter }: Kernel): void => {
  const cell = adapter.currentCell();
  if (cell !== undefined) {
    adapter.emit(cell, EMPTY, { displayId: 'd', isUpdate: false });
  }
};

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'Deno');
  Reflect.deleteProperty(Error, Symbol.hasInstance);
});

describe('denoAdapter', () => {
  it('is absent in Node, and in Deno outside a kernel, where reading Deno.jupyter throws', () => {
    const services = adapterServices();
    expect(denoAdapter(services)).toBeUndefined();
    Object.assign(globalThis, {
      Deno: {
        get jupyter(): never {
          throw new Error('not in a kernel');
        }
      }
    });
    expect(denoAdapter(services)).toBeUndefined();
  });

  it('sends all MIME types, the name of the output, and empty metadata in one message', () => {
    const kernel = startKernel();
    const { adapter, broadcasts } = kernel;
    emitOnce(kernel);
    adapter.emit({}, EMPTY, { displayId: 'd', isUpdate: true });
    expect(broadcasts).toEqual([
      {
        type: 'display_data',
        content: { data: EMPTY, metadata: {}, transient: { display_id: 'd' } }
      },
      {
        type: 'update_display_data',
        content: { data: EMPTY, metadata: {}, transient: { display_id: 'd' } }
      }
    ]);
  });

  it('tells the end of a cell before its result is shown, and shows the result unchanged', async () => {
    const { adapter, ended, results, endCell } = startKernel();
    const cell = adapter.currentCell();
    let resultsAtEnd = -1;
    adapter.onCellEnd(() => {
      resultsAtEnd = results.length;
    });
    const result = { answer: 42 };
    await endCell(result);
    expect(ended).toEqual([cell]);
    expect(resultsAtEnd).toBe(0);
    expect(results[0]).toBe(result);
  });

  it('knows the cell of work that goes on after its cell, and the new cell', async () => {
    const { adapter, endCell } = startKernel();
    await endCell();
    const first = adapter.currentCell();
    const background = sleep(30).then(() => adapter.currentCell());
    await endCell();
    const second = adapter.currentCell();
    expect(second).not.toBe(first);
    expect(await background).toBe(first);
  });

  it('sends the update of a cell that is over again when the next cell ends, once', async () => {
    const kernel = startKernel();
    const cell = kernel.adapter.currentCell() ?? {};
    const update = (): void =>
      kernel.adapter.emit(cell, EMPTY, { displayId: 'd', isUpdate: true });
    emitOnce(kernel);
    kernel.adapter.onCellEnd(update);
    await kernel.endCell();
    expect(typesOf(kernel)).toEqual(['display_data', 'update_display_data']);
    kernel.broadcasts.length = 0;
    update();
    await kernel.endCell();
    expect(typesOf(kernel)).toEqual(Array(3).fill('update_display_data'));
  });

  it('tells that code of the cell clears its outputs, and sends its message', async () => {
    const kernel = startKernel();
    const cleared: CellHandle[] = [];
    kernel.adapter.onCleared?.(cell => cleared.push(cell));
    const cell = kernel.adapter.currentCell();
    const { jupyter } = Reflect.get(globalThis, 'Deno');
    jupyter.broadcast('clear_output', { wait: false });
    jupyter.broadcast('stream', {});
    expect(cleared).toEqual([cell]);
    expect(typesOf(kernel)).toEqual(['clear_output', 'stream']);
  });

  it('outlives an interrupt, and says each time that the cell goes on', () => {
    const { reports, interrupt } = startKernel();
    interrupt();
    interrupt();
    expect(reports).toHaveLength(2);
    expect(reports[0]).toMatch(/^interrupt-1: Deno cannot stop a cell/);
  });

  it('knows the importing cell in work that goes on after it', async () => {
    const { adapter, endCell } = startKernel();
    const importing = adapter.currentCell();
    let start = (): void => undefined;
    const background = new Promise<void>(resolve => {
      start = resolve;
    }).then(() => sleep(10).then(() => adapter.currentCell()));
    await endCell();
    const next = adapter.currentCell();
    start();
    expect(await background).toBe(importing);
    expect(next).not.toBe(importing);
  });

  it('takes the latest cell for all code when cells do not start in the context it entered', async () => {
    const { adapter, endCell } = startKernel();
    const elsewhere = AsyncResource.bind((act: () => unknown): unknown =>
      act()
    );
    const end = (): unknown => elsewhere(() => endCell());
    const current = (): unknown => elsewhere(() => adapter.currentCell());
    const importing = current();
    await end();
    await end();
    const third = current();
    await end();
    expect(third).not.toBe(importing);
    expect(current()).not.toBe(third);
  });

  it('waits for its messages to arrive only in a cell that sent some', async () => {
    const kernel = startKernel();
    expect(await isWithin(15, kernel.endCell())).toBe(true);
    emitOnce(kernel);
    expect(await isWithin(15, kernel.endCell())).toBe(false);
  });

  it('waits for a slow server in one cell, and again once it has answered', async () => {
    let pending = 1;
    const kernel = startKernel({
      flush: async () => {
        await sleep(60);
        return { pending };
      }
    });
    expect(await isWithin(30, kernel.endCell())).toBe(false);
    expect(await isWithin(30, kernel.endCell())).toBe(true);
    pending = 0;
    await kernel.endCell();
    await sleep(80);
    expect(await isWithin(30, kernel.endCell())).toBe(false);
    expect(kernel.flushed).toBe(4);
  });

  it('shows the result although the flush fails, and reports it', async () => {
    const kernel = startKernel({
      flush: () => Promise.reject(new Error('no route'))
    });
    await kernel.endCell('result');
    expect(kernel.secured).toBe(1);
    expect(kernel.results).toEqual(['result']);
    expect(kernel.reports).toEqual([
      'display-flush: traces were not sent at the end of a cell: no route'
    ]);
  });

  it('gives each trace a cell of its own when the private hook is gone, and says so', () => {
    const kernel = startKernel({ hasHook: false });
    emitOnce(kernel);
    expect(kernel.broadcasts).toHaveLength(1);
    expect(kernel.adapter.currentCell()).not.toBe(kernel.adapter.currentCell());
    expect(kernel.reports).toEqual([
      'display-hooks: the end of a cell cannot be seen in this Deno: each trace gets an output of its own'
    ]);
  });

  it('leaves instanceof Error as it was, while a cell with traces runs and after it', async () => {
    class Custom extends Error {}
    const { adapter, ended, endCell } = startKernel();
    adapter.currentCell();
    expect(Object.hasOwn(Error, Symbol.hasInstance)).toBe(true);
    expect(new TypeError() instanceof Error).toBe(true);
    expect(new Custom() instanceof Custom).toBe(true);
    expect(new Error() instanceof Custom).toBe(false);
    const text: unknown = 'text';
    expect(text instanceof Error).toBe(false);
    expect(ended).toEqual([]);
    await endCell();
    expect(Object.hasOwn(Error, Symbol.hasInstance)).toBe(false);
  });

  it('hands on each result that is not shown in place of the kernel, in its cell and before the end of it', async () => {
    const { adapter, results, ended, endCell } = startKernel();
    const cell = adapter.currentCell();
    const asked: unknown[] = [];
    adapter.onResult?.(value => {
      asked.push([value, adapter.currentCell() === cell, ended.length]);
      return value === 'ours';
    });
    await endCell('ours');
    await endCell('other');
    expect(results).toEqual([undefined, 'other']);
    expect(asked[0]).toEqual(['ours', true, 0]);
  });

  it("shows in place of the kernel's own display call, unless that is told how", async () => {
    const { adapter, displayed } = startKernel();
    adapter.onResult?.(value => value === 'ours');
    const display: unknown = Reflect.get(
      Object(Reflect.get(Object(Reflect.get(globalThis, 'Deno')), 'jupyter')),
      'display'
    );
    const call = async (...args: unknown[]): Promise<void> => {
      await (typeof display === 'function' &&
        Reflect.apply(display, undefined, args));
    };
    await call('ours');
    await call('ours', { raw: true });
    await call('other');
    expect(displayed).toEqual([['ours', { raw: true }], ['other']]);
  });
});

/** Whether it settles before a timer of so many milliseconds; waits for it in either case. */
async function isWithin(limit: number, work: Promise<void>): Promise<boolean> {
  const isFirst = await Promise.race([
    work.then(() => true),
    sleep(limit, false)
  ]);
  await work;
  return isFirst;
}
