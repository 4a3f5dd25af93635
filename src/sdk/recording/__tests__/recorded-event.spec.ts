import { describe, expect, it } from '@jest/globals';
import { RecordedEvent } from '../recorded-event';

const eventOf = (attributes: Readonly<Record<string, unknown>>) =>
  new RecordedEvent('step', [1, 0], attributes);

describe('a recorded event', () => {
  it('has its attributes as JSON text', () => {
    expect(eventOf({ text: 'a', count: 2, nothing: null }).attributes).toBe(
      '{"text":"a","count":2,"nothing":null}'
    );
  });

  it('keeps them as they were when it was added', () => {
    const attributes = { text: 'before', list: [1] };
    const flat: Record<string, unknown> = { text: 'before' };
    const events = [eventOf(attributes), eventOf(flat)];
    attributes.list.push(2);
    flat['text'] = 'after';
    expect(events.map(event => event.attributes)).toEqual([
      '{"text":"before","list":[1]}',
      '{"text":"before"}'
    ]);
  });

  it('is made of attributes that cannot be read too', () => {
    const broken = Object.defineProperty({}, 'text', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      }
    });
    expect(JSON.parse(eventOf(broken).attributes)).toHaveProperty('text');
  });

  it('knows about how long it is before its text is written', () => {
    const event = eventOf({ text: 'x'.repeat(100), count: 12 });
    expect(event.textLength).toBe(102);
    expect(event.attributes.length - event.textLength).toBeLessThan(30);
  });
});
