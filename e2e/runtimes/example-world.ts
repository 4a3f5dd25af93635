// What the examples of the reference take for granted: a question, something that answers, a trace that is stored.
import { deepStrictEqual } from 'node:assert';
import { EventEmitter } from 'node:events';
import OpenAI from 'openai';
import {
  flushTraces,
  getTrace,
  setExperiment,
  startSpan,
  trace,
  withSpan
} from 'spanbook';

/** Stands behind `call(); // → value` in an example. */
export function isEqual(value: unknown, expected: unknown): void {
  deepStrictEqual(value, expected);
}

export const { experimentId } = await setExperiment('examples');
export const question = 'What is a trace?';
export const chat = { id: 'chat 7' };

/** Takes a moment, as a model does. */
export async function ask(text: string): Promise<string> {
  await new Promise(resolve => {
    setTimeout(resolve, 1);
  });
  return `an answer to "${text}"`;
}
export const answer = trace(ask, { name: 'answer' });

/** A trace that is stored. */
export const traceId = withSpan(span => span.traceId, { name: 'answer' });
await flushTraces();

/** A service that answers with its own trace. */
export const url = `data:application/json,${encodeURIComponent(JSON.stringify({ trace: await getTrace(traceId) }))}`;

/** A span that is open. */
export const span = startSpan({ name: 'open' });

export const server = new EventEmitter();
export function handle(request: unknown, response: unknown): void {
  deepStrictEqual([request, response], []);
}

/** A library's client. */
export { OpenAI };
