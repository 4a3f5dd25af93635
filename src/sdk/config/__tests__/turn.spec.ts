import { afterEach, describe, expect, it } from '@jest/globals';
import { onceATurn, forgetTurn } from '../turn';

const ENVIRONMENT = process.env;
const nextTurn = (): Promise<void> =>
  new Promise(resolve => {
    setImmediate(resolve);
  });

afterEach(() => {
  process.env = ENVIRONMENT;
  forgetTurn();
});

describe('what is asked once a turn', () => {
  it('stays the same while the event loop does not turn, and is asked again then', async () => {
    let asked = 0;
    const count = onceATurn(() => ++asked);
    expect([count(), count(), await Promise.resolve().then(count)]).toEqual([
      1, 1, 1
    ]);
    await nextTurn();
    expect([count(), count()]).toEqual([2, 2]);
  });

  it('is asked again at once when process.env is replaced', () => {
    const path = onceATurn(() => process.env['PATH']);
    process.env = { PATH: 'first' };
    expect(path()).toBe('first');
    process.env = { PATH: 'second' };
    expect(path()).toBe('second');
  });
});
