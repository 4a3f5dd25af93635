import { describe, expect, it } from '@jest/globals';
import { jsonTextOf } from '../../values/json-text';
import { otlpValueOf } from '../otlp-value';

describe('otlpValueOf', () => {
  it.each<[unknown, unknown]>([
    [3, 3],
    [-1.5, -1.5],
    [true, true],
    [false, false],
    [null, undefined],
    ['hello', 'hello'],
    ['3', '3'],
    ['true', 'true'],
    ['', ''],
    [[1, 'a'], '[1,"a"]'],
    [{ a: 1 }, '{"a":1}'],
    [2n ** 62n, 2 ** 62],
    [2n ** 62n + 1n, '4611686018427387905']
  ])('sends %p as %p', (value, expected) => {
    expect(otlpValueOf(jsonTextOf(value))).toBe(expected);
  });

  it.each(['"quoted"', '{"a":1}', '[1]', '  [1]'])(
    'quotes the text %p, which the server would take for JSON',
    text => {
      expect(otlpValueOf(jsonTextOf(text))).toBe(JSON.stringify(text));
    }
  );
});
