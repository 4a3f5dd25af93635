import { expect, it } from '@jest/globals';
import { stackOf } from '../stack';

it('reads frames and causes of JavaScript', () => {
  const stack = stackOf(
    [
      'TypeError: no',
      '    at ask (file:///nb/cell.ts:3:7)',
      '    at async run (node_modules/openai/core.js:1:2)',
      'Caused by: Error: deep',
      '    at node:internal/process:9:1'
    ].join('\n')
  );
  expect(stack).toEqual([
    {
      title: 'TypeError: no',
      frames: [
        { text: 'at ask (file:///nb/cell.ts:3:7)', isLibrary: false },
        {
          text: 'at async run (node_modules/openai/core.js:1:2)',
          isLibrary: true
        }
      ]
    },
    {
      title: 'Caused by: Error: deep',
      frames: [{ text: 'at node:internal/process:9:1', isLibrary: true }]
    }
  ]);
});

it("puts Python's last exception first, and the code below its frame", () => {
  const stack = stackOf(
    [
      'Traceback (most recent call last):',
      '  File "a.py", line 1, in f',
      '    bad()',
      '    ^^^^^',
      'ValueError: inner',
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      '  File "/lib/python3.11/site-packages/x.py", line 2, in g',
      'RuntimeError: outer'
    ].join('\n')
  );
  expect(stack.map(({ title }) => title)).toEqual([
    'RuntimeError: outer',
    'ValueError: inner'
  ]);
  expect(stack[1]?.frames).toEqual([
    { text: 'File "a.py", line 1, in f\n  bad()\n  ^^^^^', isLibrary: false }
  ]);
  expect(stack[0]?.frames[0]?.isLibrary).toBe(true);
});

it('keeps text that is no stack', () => {
  expect(stackOf('what?')).toEqual([{ title: 'what?', frames: [] }]);
  expect(stackOf('')).toEqual([]);
});
