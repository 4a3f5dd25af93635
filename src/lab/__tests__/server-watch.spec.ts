import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import type { ServerState, ServerStatus } from '../server-status';
import { ServerWatch } from '../server-watch';

const status = (state: ServerState): ServerStatus => ({
  state,
  message: `it is ${state}`,
  log: []
});

const MINUTE = 60_000;

/** Of the next questions; the last one stands for all that follow. */
let answers: ServerState[];
/** When it was asked, in milliseconds from the first time on. */
let asked: number[];
let watch: ServerWatch;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  asked = [];
  watch = new ServerWatch(async () => {
    asked.push(Date.now());
    const state = answers.length > 1 ? answers.shift() : answers[0];
    return status(state ?? 'unknown');
  });
});
afterEach(() => {
  watch.dispose();
  jest.useRealTimers();
});

describe('a watch on the tracking server', () => {
  it('looks again while it starts, less and less often, and not once it is ready', async () => {
    answers = ['starting', 'starting', 'starting', 'ready'];
    await watch.look();
    expect(watch.status?.state).toBe('starting');
    await jest.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked).toEqual([0, 1_000, 3_000, 7_000]);
    expect(watch.status?.state).toBe('ready');
  });

  it('never waits longer than 16 s while it starts', async () => {
    answers = ['starting'];
    await watch.look();
    await jest.advanceTimersByTimeAsync(2 * MINUTE);
    expect(asked.slice(-2)).toEqual([95_000, 111_000]);
  });

  it.each<ServerState>(['ready', 'failed', 'external', 'off', 'unknown'])(
    'asks nothing by itself when it is %s',
    async state => {
      answers = [state];
      await watch.look();
      await jest.advanceTimersByTimeAsync(60 * MINUTE);
      expect(asked).toEqual([0]);
    }
  );

  it('looks until Jupyter is back, at most once a minute', async () => {
    answers = ['away'];
    await watch.look();
    await jest.advanceTimersByTimeAsync(60 * MINUTE);
    expect(asked.length).toBeLessThan(65);
    answers = ['ready'];
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(watch.status?.state).toBe('ready');
  });

  it('asks once for all who ask at a time', async () => {
    answers = ['ready'];
    await Promise.all([watch.look(), watch.look()]);
    expect(asked).toEqual([0]);
  });

  it('follows a start that it was told of, from the shortest wait on', async () => {
    answers = ['failed'];
    await watch.look();
    answers = ['ready'];
    watch.accept(status('starting'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(watch.status?.state).toBe('ready');
  });

  it('tells of each answer', async () => {
    const told: (string | undefined)[] = [];
    watch.changed.connect(() => told.push(watch.status?.message));
    answers = ['starting', 'ready'];
    await watch.look();
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(told).toEqual(['it is starting', 'it is ready']);
  });

  it('ends with its owner', async () => {
    answers = ['starting'];
    await watch.look();
    watch.dispose();
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(asked).toEqual([0]);
  });
});
