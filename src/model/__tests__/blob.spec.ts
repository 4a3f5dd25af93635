import { describe, expect, it } from '@jest/globals';
import { leastTime } from '../../../test/least-time';
import { blobOf } from '../blob';

const base64 = (bytes: readonly number[], length = 600): string =>
  Buffer.from([
    ...bytes,
    ...Array.from({ length }, (_, at) => (at * 97) % 256)
  ]).toString('base64');

describe('blobOf', () => {
  it.each([
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
    ['image/gif', [...Buffer.from('GIF89a')]],
    ['application/pdf', [...Buffer.from('%PDF-1.4')]],
    ['audio/wav', [...Buffer.from('RIFFabcdWAVEfmt ')]],
    ['image/webp', [...Buffer.from('RIFFabcdWEBPVP8 ')]]
  ])('tells %s by its first bytes', (mime, bytes) => {
    expect(blobOf(base64(bytes))).toMatchObject({
      mime,
      bytes: bytes.length + 600
    });
  });

  it('reads a data URL', () => {
    expect(blobOf('data:text/plain;charset=utf-8;base64,aGk=')).toEqual({
      base64: 'aGk=',
      mime: 'text/plain',
      bytes: 2
    });
  });

  it('knows bytes of an unknown kind', () => {
    expect(blobOf(base64([1, 2, 3]))?.bytes).toBe(603);
  });

  it.each([
    ['words', 'some words '.repeat(100)],
    ['one long word', 'a'.repeat(1000)],
    ['a hash', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['DNA', 'GATTACA'.repeat(100)],
    ['a path', '/usr/local/lib/'.repeat(40)]
  ])('takes %s for text', (_, text) => {
    expect(blobOf(text)).toBeUndefined();
  });

  it('does not read 50 MB to tell', () => {
    const text = 'Ab+9'.repeat(13_000_000);
    expect(blobOf(text)?.bytes).toBe(39_000_000);
    expect(leastTime(() => blobOf(text), 50)).toBeLessThan(50);
  });
});
