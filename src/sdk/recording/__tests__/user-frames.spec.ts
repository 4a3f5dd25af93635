import { describe, expect, it } from '@jest/globals';
import { trace } from '../../api/trace';
import { withSpan } from '../../api/with-span';
import { tracesOf } from '../../__tests__/recorded-traces';
import { userFrames } from '../user-frames';

async function stacksOf(work: () => unknown): Promise<string[]> {
  const traces = await tracesOf(work);
  return traces.flatMap(({ spans }) =>
    [...(spans?.events.values() ?? [])].map((text): string => {
      const [event] = JSON.parse(text);
      return event.attributes['exception.stacktrace'];
    })
  );
}

function failing(): never {
  throw new RangeError('no');
}

describe('the stack of an exception event', () => {
  it("has the user's frames and none of ours, and the error keeps its own", async () => {
    let caught: unknown;
    const stacks = await stacksOf(() => {
      try {
        withSpan(() => trace(failing)(), { name: 'outer' });
      } catch (error) {
        caught = error;
      }
    });
    expect(stacks).toHaveLength(2);
    for (const stack of stacks) {
      expect(stack).toMatch(/^RangeError: no\n +at failing/);
      expect(stack).not.toMatch(/traced-function|with-span|AsyncLocalStorage/);
    }
    expect(caught instanceof Error && caught.stack).toMatch(/traced-function/);
  });
});

describe('userFrames', () => {
  it('leaves out the frames of tslab, with the paths of its installation', () => {
    expect(
      userFrames(
        [
          'Error: a',
          'in two lines',
          '    at f (evalmachine.<anonymous>:3:61)',
          '    at async Object.execute (/home/a/node_modules/tslab/dist/executor.js:173:17)'
        ].join('\n')
      )
    ).toBe('Error: a\nin two lines\n    at f (evalmachine.<anonymous>:3:61)');
  });

  it.each([
    'no stack at all',
    'Error: a',
    'Error: a\n    at x (/home/a/node_modules/tslab/dist/executor.js:1:1)',
    'Error: a\n    at AsyncLocalStorage.run (node:async_hooks:346:14)\n    at mine (/home/a/b.js:1:1)'
  ])('leaves %j as it is', stack => {
    expect(userFrames(stack)).toBe(stack);
  });
});
