import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { freeShapeOf, shapeOf, shortVector } from '../calls/content';

describe('content that is not kept', () => {
  it('is told by its lengths, and by the names that the API gives', () => {
    expect(
      shapeOf({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'hello' }],
        tools: [{ type: 'function', function: { name: 'find', strict: true } }]
      })
    ).toEqual({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: '[5 characters]' }],
      tools: [{ type: 'function', function: { name: 'find', strict: true } }]
    });
  });

  it.each(['arguments', 'args', 'input', 'metadata', 'json'])(
    'has no name of the program’s own for a name of the API, under %s',
    key => {
      expect(
        shapeOf({ type: 'tool_use', name: 'find', [key]: { name: 'Alice' } })
      ).toEqual({
        type: 'tool_use',
        name: 'find',
        [key]: { name: '[5 characters]' }
      });
    }
  );

  it('has the roles of a list of messages, whatever the list is called', () => {
    expect(shapeOf({ input: [{ role: 'user', content: 'hi' }] })).toEqual({
      input: [{ role: 'user', content: '[2 characters]' }]
    });
  });

  it('has no text at all of what a tool is given', () => {
    expect(freeShapeOf({ name: 'Alice', id: '1', age: 30 })).toEqual({
      name: '[5 characters]',
      id: '[1 characters]',
      age: 30
    });
  });

  it('has no bytes of a picture', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    expect(
      shapeOf({ images: [bytes, bytes.buffer, new Blob(['ab'])] })
    ).toEqual({
      images: ['[3 bytes]', '[3 bytes]', '[2 bytes]']
    });
  });

  it('has nothing of a file that is read as it is sent', () => {
    expect(shapeOf({ file: Readable.from(['secret']) })).toEqual({
      file: '[stream]'
    });
  });

  it('ends where data has no end', () => {
    const circle: Record<string, unknown> = { text: 'secret' };
    circle['again'] = circle;
    expect(JSON.stringify(shapeOf(circle))).not.toContain('secret');
  });
});

describe('an embedding', () => {
  it('in base64 is recorded by its head too', () => {
    expect(shortVector('A'.repeat(1000))).toBe(
      'AAAAAAAA… [992 more characters]'
    );
  });

  it('has none of its numbers left where content is not kept', () => {
    const vector = Array.from({ length: 1000 }, (_, index) => index / 7);
    expect(shapeOf([vector, shortVector(vector)])).toEqual([
      '[1000 numbers]',
      '[1000 numbers]'
    ]);
  });
});
