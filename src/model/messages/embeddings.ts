import { present } from '../../bundle/present';
import type { SpanDetail } from '../types';
import { itemsOf, membersOf, parsedIfJson, textOf } from './read';
import { unflattened } from './unflatten';

/** A vector by what a reader can use of it. */
export type EmbeddingVector = {
  /** Dimensions; unknown when the vector came as base64 of an odd length. */
  readonly length: number;
  /** The first numbers; empty when the provider sent bytes. */
  readonly head: readonly number[];
  /** The text that it stands for, when it was recorded. */
  readonly text?: string;
};

const HEAD = 8;

/** The vectors that a span made, of OpenAI's, Gemini's, LangChain's and OpenInference's shapes or as bare numbers. */
export function embeddingsOf(
  detail: SpanDetail
): readonly EmbeddingVector[] | undefined {
  const flat = itemsOf(
    unflattened(detail.attributes, 'embedding.embeddings')
  ).map(entry => membersOf(membersOf(entry)['embedding']));
  const outputs = valueOf(detail.outputs) ?? detail.attributes['output.value'];
  const vectors =
    flat.length > 0
      ? flat.map(entry => vectorOf(entry['vector']))
      : vectorsIn(parsedIfJson(outputs));
  const known = vectors.filter(vector => vector !== undefined);
  if (known.length === 0 || known.length < vectors.length) {
    return undefined;
  }
  const texts =
    flat.length > 0
      ? flat.map(({ text }) => textOf(text))
      : textsOf(valueOf(detail.inputs));
  return known.map((vector, at) => ({
    ...vector,
    ...present({ text: texts[at] })
  }));
}

function valueOf(payload: SpanDetail['inputs']): unknown {
  return payload?.kind === 'json' ? payload.value : undefined;
}

function vectorsIn(value: unknown): readonly (Vector | undefined)[] {
  const { data, embedding, embeddings, values, vector } = membersOf(value);
  const whole =
    vectorOf(value) ??
    vectorOf(embedding) ??
    vectorOf(values) ??
    vectorOf(vector);
  if (whole) {
    return [whole];
  }
  const list = [value, data, embeddings].find(Array.isArray) ?? [];
  return itemsOf(list).map(
    (entry: unknown) =>
      vectorOf(entry) ??
      vectorOf(membersOf(entry)['embedding']) ??
      vectorOf(membersOf(entry)['values'])
  );
}

type Vector = Pick<EmbeddingVector, 'length' | 'head'>;

/** A text of 2 kB and more in base64 is a vector of 32-bit numbers: OpenAI's SDKs ask for this form. */
const MIN_BASE64 = 340;

function vectorOf(value: unknown): Vector | undefined {
  const found = parsedIfJson(value);
  if (typeof found === 'string') {
    const isVector =
      found.length >= MIN_BASE64 &&
      /^[A-Za-z0-9+/=]+$/.test(found.slice(0, 1000));
    return isVector
      ? { length: Math.floor((found.length * 3) / 16), head: [] }
      : undefined;
  }
  const numbers = itemsOf(found);
  const head = numbers.slice(0, HEAD).filter(item => typeof item === 'number');
  return head.length > 0 && head.length === Math.min(HEAD, numbers.length)
    ? { length: numbers.length, head }
    : undefined;
}

function textsOf(value: unknown): readonly (string | undefined)[] {
  const given = membersOf(value);
  const found = [
    given['input'],
    given['texts'],
    given['text'],
    given['contents'],
    given['documents'],
    given['query'],
    given['t']
  ].find(entry => typeof entry === 'string' || Array.isArray(entry));
  const texts = Array.isArray(value) ? value : (found ?? value);
  return Array.isArray(texts) ? texts.map(textOf) : [textOf(texts)];
}
