import { expect, it } from '@jest/globals';
import { traceFromText } from '../../../test/trace-from-text';
import { linkedPrompts } from '../linked-prompts';

const promptsOf = (tag: string): unknown =>
  linkedPrompts(
    traceFromText('span 0-1', {
      info: { tags: { 'mlflow.linkedPrompts': tag } }
    }).info
  );

it('reads names and versions in their order', () => {
  expect(
    promptsOf(
      '[{"name":"qa","version":"3"},{"name":"tone","version":1},{"name":"new"}]'
    )
  ).toEqual([
    { name: 'qa', version: '3' },
    { name: 'tone', version: '1' },
    { name: 'new' }
  ]);
});

it('gives what is no list of prompts as it was recorded', () => {
  expect(promptsOf('qa/3')).toEqual([{ name: 'qa/3' }]);
  expect(promptsOf('{"name":"qa"}')).toEqual([{ name: '{"name":"qa"}' }]);
  expect(promptsOf('[null,{"version":2},"x"]')).toEqual([
    { name: 'null' },
    { name: '{"version":2}' },
    { name: '"x"' }
  ]);
});

it('finds none where there is no such tag', () => {
  expect(linkedPrompts(traceFromText('span 0-1').info)).toEqual([]);
});
