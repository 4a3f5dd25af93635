import { SpanType, trace } from 'spanbook';
import { same } from './same';

/* Compiled with standard and with legacy decorators: methods keep their types in both. */

export class Agent {
  readonly name = 'agent';

  @trace
  greet(to: string) {
    return `${this.name} greets ${to}`;
  }

  @trace({ name: 'ask', spanType: SpanType.AGENT, attributes: { tries: 2 } })
  async ask(question = 'why') {
    return [question];
  }

  @trace()
  *words(text: string) {
    for (const word of text.split(' ')) yield word;
  }

  @trace
  static make() {
    return new Agent();
  }
}

export class Loud extends Agent {
  @trace
  override greet(to: string) {
    return super.greet(to).toUpperCase();
  }
}

same<Agent['greet'], (to: string) => string>();
same<Agent['ask'], (question?: string) => Promise<string[]>>();
same<Agent['words'], (text: string) => Generator<string, void, unknown>>();
same<typeof Agent.make, () => Agent>();

// @ts-expect-error the parameter is a text
new Agent().greet(1);
