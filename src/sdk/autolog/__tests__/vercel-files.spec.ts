import { describe, expect, it } from '@jest/globals';
import { withFileUris } from '../vercel/files';

const BASE64 = 'QUJDREVG';

describe('files of messages', () => {
  it.each([
    [
      'an image',
      { type: 'image', image: BASE64, mediaType: 'image/webp' },
      { image: `data:image/webp;base64,${BASE64}` }
    ],
    [
      'an image that does not say which',
      { type: 'image', image: BASE64 },
      { image: `data:image/png;base64,${BASE64}` }
    ],
    [
      'a file',
      { type: 'file', data: BASE64, mediaType: 'application/pdf' },
      { data: `data:application/pdf;base64,${BASE64}` }
    ],
    [
      "a file in version 7's form",
      {
        type: 'file',
        mediaType: 'audio/wav',
        data: { type: 'data', data: BASE64 }
      },
      { data: { type: 'data', data: `data:audio/wav;base64,${BASE64}` } }
    ],
    [
      'what a tool gave',
      {
        type: 'tool-result',
        output: {
          type: 'content',
          value: [{ type: 'media', data: BASE64, mediaType: 'image/png' }]
        }
      },
      {
        output: { value: [{ data: `data:image/png;base64,${BASE64}` }] }
      }
    ]
  ])('are data URIs: %s', (_what, part, shown) => {
    const messages = [{ role: 'user', content: [{ type: 'text' }, part] }];
    expect(withFileUris(messages)).toMatchObject([
      { role: 'user', content: [{ type: 'text' }, shown] }
    ]);
  });

  it('stay as they are when they are somewhere else, or bytes, or no files', () => {
    const self: Record<string, unknown> = { type: 'tool-result' };
    self['output'] = self;
    const messages = [
      { role: 'system', content: 'be nice' },
      {
        role: 'user',
        content: [
          { type: 'image', image: 'https://example.org/a.png' },
          { type: 'image', image: `data:image/png;base64,${BASE64}` },
          { type: 'image', image: new URL('https://example.org/a.png') },
          { type: 'file', data: new Uint8Array(3), mediaType: 'image/png' },
          { type: 'data', data: 'of no type' },
          self
        ]
      }
    ];
    expect(withFileUris(messages)).toBe(messages);
    expect(withFileUris('hello')).toBe('hello');
  });
});
