class Broken extends Error {}

/** What a compiler makes of the legacy decorator of a method. */
function decorate(target, key, decorator) {
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  Object.defineProperty(target, key, decorator(target, key, descriptor));
}

function caught(error) {
  if (!(error instanceof Broken)) {
    throw error;
  }
}

const tick = () => new Promise(resolve => setTimeout(resolve, 0));

export async function run(mlflow, keep) {
  const keepLast = name => keep(name, mlflow.getLastActiveTraceId());
  class Agent {
    constructor(name) {
      this.name = name;
    }
    greet(greeting = 'hello') {
      return `${greeting} ${this.name}`;
    }
    async answer(question) {
      await tick();
      return this.greet(question);
    }
    static make(name, ...rest) {
      return name;
    }
  }
  decorate(Agent.prototype, 'greet', mlflow.trace);
  decorate(
    Agent.prototype,
    'answer',
    mlflow.trace({ name: 'ask', spanType: 'AGENT', attributes: { n: 1 } })
  );
  decorate(Agent, 'make', mlflow.trace());

  const result = await new Agent('ada').answer('hi');
  keepLast('method');
  Agent.make('x', 1, 2);
  keepLast('static method');

  const stream = mlflow.trace(
    function* stream(text) {
      mlflow.withSpan(span => span.setOutputs(text.length), { name: 'inside' });
      yield* text;
    },
    {
      name: 'stream',
      spanType: 'LLM',
      outputReducer: chunks => chunks.join('')
    }
  );
  Array.from(stream('abc'));
  keepLast('generator');

  const numbers = mlflow.trace(async function* numbers(to) {
    for (let n = 0; n < to; n++) {
      await tick();
      yield { n };
    }
  });
  for await (const each of numbers(2)) {
    void each;
  }
  keepLast('async generator');

  const own = mlflow.trace(function own(a, b = 2) {
    const span = mlflow.getCurrentActiveSpan();
    span.setInputs({ own: a + b });
    span.setOutputs('own');
    return 'not this';
  });
  own(1);
  keepLast('own inputs and outputs');

  const add = mlflow.trace(
    function add(a, b = 1) {
      return a + b;
    },
    { spanType: 'TOOL', logLevel: 'ERROR', description: 'adds' }
  );
  add(1, 4);
  keepLast('options');

  const fails = mlflow.trace(async function fails() {
    await tick();
    throw new Broken('later');
  });
  await fails().catch(caught);
  keepLast('async error');

  const traced = mlflow.trace(Math.pow, { name: 'pow' });
  mlflow.withSpan(
    span => {
      keep('wrapped twice', span.traceId);
      mlflow.trace(add)(5);
    },
    { name: 'around' }
  );
  return {
    result,
    callable: typeof traced === 'function',
    name: add.name
  };
}
