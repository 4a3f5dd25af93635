import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { read } from '../environment';
import { beginTurn, forgetTurn, onceATurn } from '../turn';

const ENVIRONMENT = process.env;
const NAME = 'MLFLOW_EXPERIMENT_NAME';
const nextTurn = (): Promise<void> =>
  new Promise(resolve => {
    setImmediate(resolve);
  });

let computed = 0;
const name = onceATurn(() => {
  computed += 1;
  return read(NAME);
});

beforeEach(() => {
  process.env = { ...ENVIRONMENT, [NAME]: 'first' };
  computed = 0;
});

afterEach(() => {
  process.env = ENVIRONMENT;
  forgetTurn();
});

describe('what is asked once a turn', () => {
  it('stays the same while the event loop does not turn', async () => {
    expect(name()).toBe('first');
    process.env[NAME] = 'second';
    beginTurn();
    expect([name(), await Promise.resolve().then(name)]).toEqual([
      'first',
      'first'
    ]);
  });

  it('is asked again in a later turn when a trace begins', async () => {
    expect(name()).toBe('first');
    process.env[NAME] = 'second';
    await nextTurn();
    expect(name()).toBe('first'); // of a trace that began before
    beginTurn();
    expect(name()).toBe('second');
  });

  it('is asked again a second later when no trace begins', async () => {
    expect(name()).toBe('first');
    process.env[NAME] = 'second';
    await nextTurn();
    const { now } = Date;
    Date.now = () => now() + 1001;
    try {
      expect(name()).toBe('second');
    } finally {
      Date.now = now;
    }
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
