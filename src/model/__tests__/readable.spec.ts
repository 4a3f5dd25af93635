import { describe, expect, it } from '@jest/globals';
import { leastTime } from '../../../test/least-time';
import { hasMarkdown, readableIn } from '../readable';

describe('a text is Markdown', () => {
  it.each([
    ['with a heading', 'Intro\n## Steps'],
    ['with code', 'Run `npm test` first'],
    ['with a block of code', '```ts\nlet a;\n```'],
    ['with bold words', 'so **very** true'],
    ['with a list', '- a\n- b'],
    ['with numbered lines', '1. a\n2. b'],
    ['with a quotation', 'He said\n> no'],
    ['with a table', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['with a link', 'see [the page](https://example.com)']
  ])('%s', (_, text) => expect(hasMarkdown(text)).toBe(true));
});

describe('a text is none', () => {
  it.each([
    ['of words', 'The cat sat.'],
    ['with one dash', '- 5 degrees'],
    ['with names of programs', 'snake_case and a * b * c'],
    ['with an address', 'https://example.com/a_b'],
    ['that is a list of JSON', '["a", "b"]'],
    ['with paragraphs alone', 'One.\n\nTwo.']
  ])('%s', (_, text) => expect(hasMarkdown(text)).toBe(false));
});

it('takes one pass over a text that is made to be slow', () => {
  const hostile = ['[', '**', '- ', '| ', '`', '1. \n', '> '].map(part =>
    part.repeat(200_000)
  );
  // What is quadratic takes minutes.
  expect(leastTime(() => hostile.forEach(hasMarkdown), 1000)).toBeLessThan(
    1000
  );
});

describe('what is readable in a value', () => {
  const text = 'a **b** c';
  it('is a text, alone or in a list of one', () => {
    expect(readableIn(text)).toEqual([{ value: text }]);
    expect(readableIn([text])).toEqual([{ value: text }]);
    expect(readableIn([text, text])).toBeUndefined();
  });

  it('is each member of an object with such a text, in their order', () => {
    expect(readableIn({ k: 2, answer: text })).toEqual([
      { name: 'k', value: 2 },
      { name: 'answer', value: text }
    ]);
  });

  it('is nothing in what has no such text at its top, or many members', () => {
    const many = Object.fromEntries(
      Array.from({ length: 13 }, (_, at) => [`k${at}`, text])
    );
    for (const value of [null, 1, {}, [], { a: { b: text } }, many, 'plain'])
      expect(readableIn(value)).toBeUndefined();
  });
});
