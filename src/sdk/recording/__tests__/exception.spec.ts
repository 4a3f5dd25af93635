import { describe, expect, it } from '@jest/globals';
import { exceptionFactsOf, statusTextOf } from '../exception';

class Plain extends Error {}
class Named extends Error {
  override readonly name = 'Special';
}

describe('exceptionFactsOf', () => {
  it.each<[unknown, string]>([
    [new TypeError('t'), 'TypeError: t'],
    [new Plain('p'), 'Plain: p'],
    [new Named('n'), 'Special: n'],
    [new Error(''), 'Error'],
    ['text', 'string: text'],
    [null, 'null: null'],
    [undefined, 'undefined: undefined'],
    [{ code: 1 }, 'Object: {"code":1}'],
    [Object.create(null), 'Error: {}']
  ])('says of %p "%s"', (thrown, text) => {
    expect(statusTextOf(exceptionFactsOf(thrown))).toBe(text);
  });

  it('follows the causes, also in a circle', () => {
    const inner = new Plain('inner');
    const outer = new TypeError('outer', { cause: inner });
    inner.cause = outer;
    const { stacktrace } = exceptionFactsOf(outer);
    expect(stacktrace).toMatch(
      /^TypeError: outer\n[^]*\nCaused by: Error: inner\n[^]*\nCaused by: TypeError: outer/
    );
  });

  it('survives errors whose fields cannot be read', () => {
    const error = new Error('x');
    for (const key of ['stack', 'name', 'message', 'cause', 'constructor']) {
      Object.defineProperty(error, key, {
        get() {
          throw new Error('getter');
        }
      });
    }
    expect(exceptionFactsOf(error).type).toBe('Error');
  });
});
