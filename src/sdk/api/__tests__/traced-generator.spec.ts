import { describe, expect, it } from '@jest/globals';
import {
  drawing,
  drawn,
  pause,
  tracesOf
} from '../../__tests__/recorded-traces';
import { getCurrentActiveSpan } from '../current-trace';
import { trace } from '../trace';

describe('generators', () => {
  function* count(to: number) {
    for (let n = 0; n < to; n++) {
      trace(() => n, { name: 'step' })();
      yield n;
    }
  }

  it('span from the first pull to the end, with chunks as events and outputs', async () => {
    const [record] = await tracesOf(() => {
      const numbers = trace(count)(2);
      const seen: number[] = [];
      for (const n of numbers) {
        expect(getCurrentActiveSpan()).toBeNull();
        seen.push(n);
      }
      expect(seen).toEqual([0, 1]);
    });
    expect(drawn(record!)).toBe(
      'count {"to":2} → [0,1]\n  step {} → 0\n  step {} → 1'
    );
    expect(JSON.parse(record!.spans!.events.get(0)!)).toMatchObject([
      {
        name: 'mlflow.chunk.item.0',
        attributes: { 'mlflow.chunk.value': '0' }
      },
      { name: 'mlflow.chunk.item.1', attributes: { 'mlflow.chunk.value': '1' } }
    ]);
  });

  it('reduce their outputs, and keep the list when the reducer fails', async () => {
    const sum = trace(count, {
      outputReducer: list => (list as number[]).reduce((a, b) => a + b)
    });
    const bad = trace(count, {
      outputReducer: () => {
        throw new Error('x');
      }
    });
    expect((await drawing(() => [...sum(3)])).split('\n')[0]).toBe(
      'count {"to":3} → 3'
    );
    expect((await drawing(() => [...bad(2)])).split('\n')[0]).toBe(
      'count {"to":2} → [0,1]'
    );
  });

  it('end when the consumer stops early, without an error', async () => {
    const text = await drawing(() => {
      for (const n of trace(count)(9)) {
        if (n === 1) {
          break;
        }
      }
    });
    expect(text.split('\n')[0]).toBe('count {"to":9} → [0,1]');
  });

  it('never begin when nobody pulls', async () => {
    expect(await tracesOf(() => trace(count)(3))).toHaveLength(0);
  });

  it('record what they throw', async () => {
    const stream = trace(async function* stream() {
      yield 'a';
      await pause();
      throw new TypeError('cut off');
    });
    const text = await drawing(async () => {
      await expect(
        (async () => {
          for await (const chunk of stream()) {
            expect(chunk).toBe('a');
          }
        })()
      ).rejects.toThrow('cut off');
    });
    expect(text).toBe('stream {} → ["a"] !TypeError: cut off');
  });

  it('keep next(value), return and being their own iterator', () => {
    const echo = trace(function* echo(): Generator<string, string, string> {
      const heard = yield 'ready';
      return heard;
    });
    const running = echo();
    expect(running[Symbol.iterator]()).toBe(running);
    expect(running.next('')).toEqual({ done: false, value: 'ready' });
    expect(running.next('hi')).toEqual({ done: true, value: 'hi' });
    expect(echo().return('bye')).toEqual({ done: true, value: 'bye' });
  });
});
