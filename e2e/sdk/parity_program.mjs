// The same program as parity_program.py, with our SDK.
import * as mlflow from 'spanbook';

mlflow.setTrackingUri(process.argv[2]);
mlflow.setExperiment(process.argv[3]);
const ids = {};

class NoSuchPage extends Error {}

function keep(name) {
  ids[name] = mlflow.getLastActiveTraceId();
}

const retrieve = mlflow.trace(
  function retrieve(query, k = 3) {
    return Array.from({ length: k }, (_, rank) => ({
      page_content: query,
      metadata: { rank }
    }));
  },
  { spanType: 'RETRIEVER' }
);

const chat = mlflow.trace(
  function chat(messages) {
    const span = mlflow.getCurrentActiveSpan();
    span.setAttribute('mlflow.chat.tokenUsage', {
      input_tokens: 7,
      output_tokens: 2,
      total_tokens: 9
    });
    span.addEvent({
      name: 'first_token',
      attributes: { ms: 12, kind: 'text', cached: false }
    });
    return {
      choices: [{ message: { role: 'assistant', content: 'yes, “žluť” 😀' } }]
    };
  },
  {
    name: 'model',
    spanType: mlflow.SpanType.CHAT_MODEL,
    attributes: { temperature: 0, stop: null }
  }
);

const answer = mlflow.trace(
  function answer(question, style = null, ...rest) {
    const documents = retrieve(question);
    const reply = chat([{ role: 'user', content: documents[0].page_content }]);
    mlflow.updateCurrentTrace({
      tags: { stage: 'draft' },
      metadata: { version: '1' },
      sessionId: 'session-1',
      user: 'ann',
      clientRequestId: 'request-1'
    });
    return reply.choices[0].message.content;
  },
  { spanType: 'CHAIN' }
);

answer('is it?', 'brief', 1, 2);
keep('nested');

const openPage = mlflow.trace(
  function open_page(number) {
    throw new NoSuchPage(`page ${number}`);
  },
  { spanType: 'TOOL' }
);

const caught = mlflow.trace(function caught() {
  try {
    return openPage(9);
  } catch {
    return 'saved';
  }
});

const uncaught = mlflow.trace(function uncaught() {
  openPage(10);
});

caught();
keep('caught');
try {
  uncaught();
} catch (error) {
  if (!(error instanceof NoSuchPage)) {
    throw error;
  }
}
keep('uncaught');

const leaf = mlflow.trace(async function leaf(name) {
  await new Promise(resolve => setTimeout(resolve, 10));
  return name;
});

const gather = mlflow.trace(
  async function gather() {
    return Promise.all([leaf('a'), leaf('b'), leaf('c')]);
  },
  { name: 'gathered' }
);

await gather();
keep('async');

const count = mlflow.trace(
  function* count(to) {
    for (let n = 0; n < to; n++) {
      yield n;
    }
  },
  { outputReducer: chunks => chunks.reduce((sum, n) => sum + n, 0) }
);

Array.from(count(3));
keep('stream');

mlflow.withSpan(
  span => {
    span.setInputs({ empty: [], zero: 0, text: '', nothing: null, no: false });
    span.setOutputs([1.5, -2, '3', [], {}]);
    span.setAttributes({
      list: ['a', 'b'],
      object: { deep: { er: [1] } },
      flag: true,
      n: 3
    });
    mlflow.updateCurrentTrace({
      requestPreview: 'asked',
      responsePreview: 'told',
      state: 'ERROR'
    });
  },
  { name: 'manual', spanType: 'MY TYPE' }
);
keep('manual');

const VALUES = [
  3,
  -1.5,
  true,
  false,
  'hello',
  '',
  '3',
  'true',
  'null',
  '"quoted"',
  [],
  {},
  '\x00',
  2n ** 62n,
  'žluť 😀',
  'a\nb'
];
VALUES.forEach((value, index) => {
  mlflow.withSpan(span => span.setOutputs(value), { name: `value ${index}` });
  keep(`value ${index}`);
});

const nothing = mlflow.trace(function nothing() {});
nothing();
keep('nothing');

const messages = {
  messages: [
    { role: 'system', content: 's' },
    { role: 'user', content: 'last question' }
  ]
};
mlflow.withSpan(
  span => {
    span.setInputs(messages);
    span.setOutputs({
      output: [
        {
          role: 'assistant',
          content: [{ type: 'output_text', text: 'told' }]
        }
      ]
    });
  },
  { name: 'chat shaped' }
);
keep('chat shaped');

mlflow.withSpan(
  span => {
    span.setInputs({ text: 'x'.repeat(3000), after: [1, 2] });
    span.setOutputs({ a: [1, { b: 'c' }], text: 'y, z: '.repeat(500) });
  },
  { name: 'long' }
);
keep('long');

const { sent, failed, dropped, pending } = await mlflow.flushTraces();
if (failed + dropped + pending > 0 || sent !== Object.keys(ids).length) {
  throw new Error(
    `sent ${sent}, failed ${failed}, dropped ${dropped}, pending ${pending}`
  );
}
console.log(JSON.stringify(ids));
