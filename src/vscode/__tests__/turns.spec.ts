/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { OpenCalls } from '../open-calls';
import { Turns } from '../turns';

describe('Turns', () => {
  it('lets no more go on at once than it was told, and all of it in the end', async () => {
    const turns = new Turns(2);
    let now = 0;
    let most = 0;
    const work = async (fails: boolean): Promise<void> => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      if (fails) throw new Error('it failed');
    };
    const done = await Promise.allSettled(
      [false, true, false, true, false].map(fails =>
        turns.take(() => work(fails))
      )
    );
    expect(most).toBe(2);
    expect(done.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled'
    ]);
  });
});

describe('OpenCalls', () => {
  const [mine, other] = [{}, {}];
  const untilAborted = (signal: AbortSignal): Promise<string> =>
    new Promise(resolve =>
      signal.addEventListener('abort', () => resolve('called off'))
    );

  it('calls off the one that is cancelled, and those of a notebook that was closed', async () => {
    const open = new OpenCalls();
    const first = open.begin(mine, '1', untilAborted);
    const second = open.begin(mine, '2', untilAborted);
    const others = open.begin(other, '1', untilAborted);
    open.cancel(mine, '1');
    expect(await first).toBe('called off');
    open.endAll(owner => owner === mine);
    expect(await second).toBe('called off');
    expect(open.begin(other, '1', untilAborted)).toBeUndefined(); // still open
    open.endAll();
    expect(await others).toBe('called off');
  });

  it('takes on no more than a reader would ask', async () => {
    const open = new OpenCalls();
    const begun = Array.from({ length: 60 }, (_, i) =>
      open.begin(mine, String(i), untilAborted)
    );
    expect(begun.filter(call => call === undefined)).toHaveLength(10);
    open.endAll();
    await begun[0];
    expect(await open.begin(mine, 'later', async () => 'done')).toBe('done');
  });
});
