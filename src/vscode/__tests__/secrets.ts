import type { Secrets } from '../credentials';

/** VS Code's secret storage, as far as we use it, with what it keeps open to the test. */
export function secretsInMemory(): Secrets & {
  readonly kept: Map<string, string>;
} {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async key => kept.get(key),
    store: async (key, value) => {
      kept.set(key, value);
    },
    delete: async key => {
      kept.delete(key);
    }
  };
}
