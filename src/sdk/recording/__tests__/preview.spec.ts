import { describe, expect, it } from '@jest/globals';
import { PREVIEW_LENGTH, cutText, previewOf } from '../preview';
import { spacedJson } from '../spaced-json';

const user = { role: 'user', content: 'ask' };
const assistant = { role: 'assistant', content: 'say' };

describe('previewOf', () => {
  it.each<[string, object, 'user' | 'assistant', string]>([
    ['chat messages', { messages: [user, assistant] }, 'user', 'ask'],
    [
      'a chat completion',
      { choices: [{ message: assistant }] },
      'assistant',
      'say'
    ],
    ['a responses request', { input: [user] }, 'user', 'ask'],
    [
      'a responses answer',
      { output: [{ type: 'reasoning' }, assistant] },
      'assistant',
      'say'
    ],
    ['a wrapped request', { request: { input: [user] } }, 'user', 'ask'],
    [
      'the last message when none has the role',
      { messages: [assistant] },
      'user',
      'say'
    ],
    [
      'a message in parts',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'image' }, { type: 'text', text: 'see' }]
          }
        ]
      },
      'user',
      'see'
    ]
  ])('takes the text out of %s', (_, value, role, text) => {
    expect(previewOf(JSON.stringify(value), role)).toBe(text);
  });

  it.each<[string, unknown, string]>([
    ['no messages', { messages: [] }, '{"messages": []}'],
    ['items that are no messages', { input: [1] }, '{"input": [1]}'],
    [
      'an empty message',
      { messages: [{ role: 'user', content: '' }] },
      '{"messages": [{"role": "user", "content": ""}]}'
    ],
    ['a list', [1, 2], '[1, 2]'],
    ['a text', 'a, b: c', '"a, b: c"']
  ])('gives the JSON text of %s', (_, value, text) => {
    expect(previewOf(JSON.stringify(value), 'user')).toBe(text);
  });

  it('gives nothing when nothing was recorded', () => {
    expect(previewOf(undefined, 'user')).toBeUndefined();
  });

  it('looks at the beginning of long texts only', () => {
    const long = JSON.stringify({ text: 'x'.repeat(5_000_000) });
    expect(previewOf(long, 'user')?.length).toBeLessThan(PREVIEW_LENGTH + 3);
  });
});

describe('cutText', () => {
  it('ends a text that is too long by three dots, and never in the middle of a character', () => {
    expect(cutText('abcdef', 6)).toBe('abcdef');
    expect(cutText('abcdefg', 6)).toBe('abc...');
    expect(cutText('ab😀defg', 6)).toBe('ab...');
  });
});

describe('spacedJson', () => {
  it('writes JSON as Python does, texts untouched', () => {
    expect(spacedJson('{"a,b":[1,"x:\\",y",{}]}', 100)).toBe(
      '{"a,b": [1, "x:\\",y", {}]}'
    );
  });
});
