import { unmarked } from '../../bundle/json-text';
import { isObject } from '../../bundle/read-json';

/** The value when it is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? unmarked(value) : undefined;
}

/** An object with its values as text, as MLflow stores tags and metadata; empty for what is no object. */
export function textMapOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).map(([key, member]) => [
      key,
      textOf(member) ?? String(member)
    ])
  );
}
