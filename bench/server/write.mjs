// Traces a second of one kernel that records without a pause: `write.mjs <traces>`. A trace has three spans.
import * as mlflow from 'spanbook';

const traces = Number(process.argv[2]);
const words = 'a trace of a chain that retrieves and answers '.repeat(6);

const retrieve = mlflow.trace(async query => [`${query}: ${words}`], {
  name: 'retrieve',
  spanType: mlflow.SpanType.RETRIEVER
});
const chat = mlflow.trace(async documents => `${documents} and ${words}`, {
  name: 'chat',
  spanType: mlflow.SpanType.CHAT_MODEL
});
const answer = mlflow.trace(
  async number => chat(await retrieve(`question ${number}`)),
  { name: 'answer', spanType: mlflow.SpanType.CHAIN }
);

const begun = performance.now();
for (let number = 0; number < traces; number++) {
  await mlflow.tracingContext(
    {
      tags: { colour: number % 10 === 0 ? 'blue' : 'red' },
      sessionId: `session ${number % 7}`
    },
    () => answer(number)
  );
}
const { failed, dropped, kept } = await mlflow.flushTraces({
  timeout: 600_000
});
process.send({
  rate: (traces * 1000) / (performance.now() - begun),
  lost: failed + dropped + kept
});
process.disconnect();
