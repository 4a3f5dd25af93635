import { parseExactJson } from '../bundle/json-text';
import type { SpanTable } from '../bundle/types';
import { wordsOfJson } from './words-of-json';

/** What an attribute must be like. */
export type AttributeFilter = {
  readonly key: string;
  /** In lower case; absent when the attribute only has to be there. */
  readonly value?: string;
};

/** Longer texts are not parsed, as that alone could take longer than a frame: the key and the value are looked for. */
const MAX_PARSED = 1_000_000;

/** Reads `key` or `key=value`; `undefined` when nothing is asked for. */
export function readAttributeFilter(text: string): AttributeFilter | undefined {
  const [key = '', ...rest] = text.split('=');
  const value = rest.join('=').trim().toLowerCase();
  return key.trim() === ''
    ? undefined
    : { key: key.trim(), ...(rest.length > 0 && value !== '' && { value }) };
}

/** Whether a span has the attribute, with that value whatever the case of its letters. */
export function hasAttribute(
  { attributes }: Pick<SpanTable, 'attributes'>,
  row: number,
  filter: AttributeFilter
): boolean {
  const text = attributes.get(row);
  if (text?.includes(JSON.stringify(filter.key).slice(1, -1)) !== true) {
    return false; // most spans: parsing is for those that may have it
  }
  if (text.length > MAX_PARSED) {
    return text.toLowerCase().includes(filter.value ?? '');
  }
  const value = valueOf(text, filter.key);
  return (
    value !== undefined &&
    (filter.value === undefined || wordOf(value) === filter.value)
  );
}

function valueOf(text: string, key: string): unknown {
  try {
    const attributes = parseExactJson(text);
    return typeof attributes === 'object' && attributes !== null
      ? new Map<string, unknown>(Object.entries(attributes)).get(key)
      : undefined;
  } catch {
    return undefined; // cut, or none
  }
}

function wordOf(value: unknown): string {
  return wordsOfJson(value).toLowerCase();
}
