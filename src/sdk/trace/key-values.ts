import { isList, isObject, type Unknown } from '../../bundle/read-json';
import { textMapOf } from './read-text';

/** Tags as the lists that MLflow's version 2 routes take. */
export function keyValueList(
  texts: Readonly<Record<string, unknown>>
): readonly Unknown[] {
  return Object.entries(texts).map(([key, value]) => ({
    key,
    value: String(value)
  }));
}

/** The same the other way. */
export function keyValueMap(list: unknown): Readonly<Record<string, string>> {
  const entries = (isList(list) ? list : []).filter(isObject);
  return textMapOf(
    Object.fromEntries(
      entries.map(({ key, value }) => [String(key), value ?? ''])
    )
  );
}
