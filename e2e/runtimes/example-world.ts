// What the examples of the reference take for granted: a question, something that answers, a trace that is stored.
import { deepStrictEqual } from 'node:assert';
import { flushTraces, setExperiment, withSpan } from 'spanbook';

/** Stands behind `call(); // → value` in an example. */
export const isEqual = deepStrictEqual;

export const { experimentId } = await setExperiment(
  'examples of the reference'
);
export const url = 'http://localhost/page';
export const question = 'What is a trace?';
export const chat = { id: 'chat 7' };

/** Takes a moment, as a model does. */
export async function ask(text: string): Promise<string> {
  await new Promise(resolve => {
    setTimeout(resolve, 1);
  });
  return `an answer to "${text}"`;
}

/** A trace that is stored. */
export const traceId = withSpan(span => span.traceId, { name: 'answer' });
await flushTraces();
