import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import { performance } from 'node:perf_hooks';
import { read } from '../environment';
import { beginTurn, forgetTurn, onceATurn } from '../turn';

const ENVIRONMENT = process.env;
const NAME = 'MLFLOW_EXPERIMENT_NAME';
const nextTurn = (): Promise<void> =>
  new Promise(resolve => {
    setImmediate(resolve);
  });

/** As if the clock stood still. */
function atOnce(run: () => void): void {
  later(0, run);
}

/** As if so many milliseconds had passed, and none passed any more. */
function later<T>(milliseconds: number, run: () => T): T {
  const time = performance.now() + milliseconds;
  const clock = jest.spyOn(performance, 'now').mockReturnValue(time);
  try {
    return run();
  } finally {
    clock.mockRestore();
  }
}

let computed = 0;
const name = onceATurn(() => {
  computed += 1;
  return read(NAME);
});

beforeEach(async () => {
  await nextTurn();
  process.env = { ...ENVIRONMENT, [NAME]: 'first' };
  computed = 0;
});

afterEach(() => {
  process.env = ENVIRONMENT;
  forgetTurn();
});

describe('what is asked once a turn', () => {
  it('is asked again when a trace begins', async () => {
    expect(name()).toBe('first');
    process.env[NAME] = 'second';
    await nextTurn();
    expect(name()).toBe('first'); // of a trace that began before
    beginTurn();
    expect(name()).toBe('second');
  });

  it('stays the same in a turn in which traces begin one right after the other', async () => {
    atOnce(() => {
      beginTurn();
      beginTurn();
      expect(name()).toBe('first');
      process.env[NAME] = 'second';
      beginTurn();
    });
    expect([name(), await Promise.resolve().then(name)]).toEqual([
      'first',
      'first'
    ]);
    await nextTurn();
    beginTurn();
    expect(name()).toBe('second');
  });

  it('is asked again in one turn when some time lies between', () => {
    expect(name()).toBe('first');
    process.env[NAME] = 'second';
    later(2, beginTurn);
    expect(name()).toBe('second');
  });

  it('is asked again a second later when no trace begins', async () => {
    expect(name()).toBe('first');
    process.env[NAME] = 'second';
    await nextTurn();
    expect(later(1001, name)).toBe('second');
  });

  it('is not computed anew when no variable that it asked for has changed', async () => {
    expect(name()).toBe('first');
    process.env['SOMETHING_ELSE'] = 'changed';
    await nextTurn();
    beginTurn();
    expect([name(), computed]).toEqual(['first', 1]);
  });

  it('holds no value that stood there for a part of a turn', async () => {
    expect(name()).toBe('first');
    process.env[NAME] = 'second';
    const other = onceATurn(() => read(NAME));
    expect(other()).toBe('second');
    process.env[NAME] = 'first';
    await nextTurn();
    beginTurn();
    expect([name(), other()]).toEqual(['first', 'first']);
  });

  it('is asked again at once when process.env is replaced', () => {
    expect(name()).toBe('first');
    process.env = { [NAME]: 'second' };
    expect(name()).toBe('second');
  });
});
