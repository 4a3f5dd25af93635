import { describe, expect, it } from '@jest/globals';
import { drawing, pause } from '../../__tests__/recorded-traces';
import { trace } from '../trace';

describe('@trace', () => {
  class Agent {
    readonly name = 'ada';

    @trace
    greet(greeting = 'hello') {
      return `${greeting} ${this.name}`;
    }

    @trace({ name: 'ask', spanType: 'AGENT' })
    async answer(question: string) {
      await pause();
      return this.greet(question);
    }

    @trace
    static make() {
      return new Agent();
    }
  }

  it('records methods in the legacy flavour, with and without options, static ones too', async () => {
    const text = await drawing(async () => {
      expect(await Agent.make().answer('hi')).toBe('hi ada');
    });
    expect(text).toBe(
      [
        'make {} → {"name":"ada"}',
        '---',
        'ask AGENT {"question":"hi"} → "hi ada"',
        '  greet {"greeting":"hi"} → "hi ada"'
      ].join('\n')
    );
  });

  it('records methods in the standard flavour', async () => {
    const method = function size(this: string[], add = 1) {
      return this.length + add;
    };
    const context = {
      kind: 'method',
      name: 'size',
      static: false,
      private: false,
      access: {}
    };
    const bare = trace(method, context);
    const named = trace({ name: 'big' })(method, context);
    expect(await drawing(() => [bare.call(['a']), named.call(['a'])])).toBe(
      'size {"add":1} → 2\n---\nbig {"add":1} → 2'
    );
  });

  it.each(['getter', 'setter', 'field', 'accessor', 'class'])(
    'refuses a %s, saying what it works on',
    kind => {
      const decorator = trace({}) as (...args: unknown[]) => unknown;
      expect(() => decorator(() => 1, { kind, name: 'total' })).toThrow(
        `@trace works on methods, total is a ${kind}`
      );
    }
  );

  it('refuses a getter in the legacy flavour', () => {
    const decorator = trace as (...args: unknown[]) => unknown;
    expect(() => decorator(Agent.prototype, 'total', { get: () => 1 })).toThrow(
      '@trace works on methods'
    );
    expect(() => decorator(Agent.prototype, 'total')).toThrow(
      '@trace works on methods'
    );
  });
});
