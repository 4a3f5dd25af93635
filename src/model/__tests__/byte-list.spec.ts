import { describe, expect, it } from '@jest/globals';
import { bytesOf } from '../byte-list';

const PNG = [
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82
];

/** As a program's values come out of JSON. */
const recorded = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('bytesOf', () => {
  it.each([
    ['a Buffer', Buffer.from(PNG)],
    ['a Uint8Array', Uint8Array.from(PNG)],
    ['a list that begins as a file does', PNG]
  ])('knows %s', (_, value) => {
    expect(bytesOf(recorded(value))).toEqual({
      base64: Buffer.from(PNG).toString('base64'),
      mime: 'image/png',
      bytes: 16
    });
  });

  it('joins the pieces of long ones without a seam', () => {
    const long = Buffer.from(
      Array.from({ length: 100_001 }, (_, at) => (at * 31) % 256)
    );
    expect(bytesOf(recorded(long))).toEqual({
      base64: long.toString('base64'),
      bytes: 100_001
    });
  });

  it('knows an empty Buffer', () => {
    expect(bytesOf({ type: 'Buffer', data: [] })).toEqual({
      base64: '',
      bytes: 0
    });
  });

  it.each([
    ['token ids', Array.from({ length: 100 }, (_, at) => at)],
    ['an embedding', Array.from({ length: 100 }, (_, at) => at / 100)],
    ['a short list', PNG.slice(0, 8)],
    ['a list with more than bytes in it', [...PNG, 256]],
    ['a list with a text in it', [...PNG, '1']],
    ['the text of a Buffer', { type: 'Buffer', data: 'abc' }],
    ['data of another type', { type: 'Matrix', data: PNG }],
    ['a Buffer of no bytes', { type: 'Buffer', data: [1.5] }],
    [
      'an object with some numbers for keys',
      { ...Object.fromEntries(PNG.entries()), name: 'x' }
    ],
    [
      'an object with a gap',
      Object.fromEntries(PNG.map((byte, at) => [at * 2, byte]))
    ],
    ['nothing', null],
    ['a text', 'iVBORw0KGgo']
  ])('leaves %s alone', (_, value) => {
    expect(bytesOf(value)).toBeUndefined();
  });
});
