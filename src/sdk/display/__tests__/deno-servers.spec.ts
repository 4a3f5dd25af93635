import { describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer } from 'node:http';
import {
  keepDenoServers,
  keepNodeServers,
  type RunInCell
} from '../deno-servers';

const context = new AsyncLocalStorage<string>();

const runInThisCell = (): RunInCell => {
  const cell = context.getStore() ?? 'none';
  return call => context.run(cell, call);
};

describe('keepDenoServers', () => {
  type Handler = (this: unknown, request: string) => unknown;

  /** What `Deno.serve` was given. */
  function serveInCell(...args: unknown[]): unknown[] {
    let given: unknown[] = [];
    const deno = {
      serve: (...all: unknown[]) => {
        given = all;
      }
    };
    keepDenoServers(deno, runInThisCell);
    context.run('cell', () => deno.serve(...args));
    return given;
  }

  const handler: Handler = request => [context.getStore(), request];

  const call = (value: unknown): unknown =>
    context.run('left over', () =>
      typeof value === 'function' ? value('request') : undefined
    );

  it('calls the handler in the cell of the server, in each form of the call', () => {
    const options = { port: 0 };
    const [only] = serveInCell(handler);
    const [same, second] = serveInCell(options, handler);
    const [one] = serveInCell({ ...options, handler });
    expect(
      [only, second, Reflect.get(Object(one), 'handler')].map(call)
    ).toEqual(Array(3).fill(['cell', 'request']));
    expect(same).toBe(options);
    expect(one).toMatchObject(options);
  });

  it('keeps the number of its parameters, by which Deno decides what to give it', () => {
    const [some] = serveInCell(handler);
    const [none] = serveInCell(() => 'pong');
    expect(some).toHaveLength(1);
    expect(none).toHaveLength(0);
  });
});

describe('keepNodeServers', () => {
  it('tells the listeners of a server in the cell in which it was started', async () => {
    keepNodeServers(runInThisCell);
    const seen: unknown[] = [];
    const server = createServer(() => seen.push(context.getStore()));
    server.on('custom', () => seen.push(context.getStore()));
    context.run('early', () => server.emit('custom'));
    await new Promise<void>(resolve =>
      context.run('cell', () => server.listen(0, '127.0.0.1', resolve))
    );
    const isHeard = context.run('left over', () => server.emit('custom'));
    server.close();
    expect(isHeard).toBe(true);
    expect(seen).toEqual(['early', 'cell']);
  });
});
