import type { Json } from './read';

/** More than any conversation has; a hostile index of a billion is not to become a list. */
const MAX_ITEMS = 10_000;

/** OpenInference goes down eight steps; a hostile key of a million dots is not followed. */
const MAX_STEPS = 16;

/**
 * Attributes that spell a structure in their keys, as OpenInference and Traceloop write it, as that structure:
 * `llm.input_messages.0.message.role` and its like under the prefix `llm.input_messages` are a list of objects.
 * `undefined` when no attribute has the prefix. O(attributes).
 */
export function unflattened(attributes: Json, prefix: string): unknown {
  const entries = Object.entries(attributes).filter(([key]) =>
    key.startsWith(`${prefix}.`)
  );
  if (entries.length === 0) {
    return undefined;
  }
  const root = new Map<string, Node>();
  for (const [key, value] of entries) {
    const path = key.slice(prefix.length + 1).split('.');
    if (path.length <= MAX_STEPS) {
      plant(root, path, value);
    }
  }
  return grown(root);
}

type Node = { value?: unknown; readonly children: Map<string, Node> };

function plant(
  root: Map<string, Node>,
  path: readonly string[],
  value: unknown
): void {
  let level = root;
  path.forEach((step, at) => {
    const node = level.get(step) ?? { children: new Map<string, Node>() };
    level.set(step, node);
    if (at === path.length - 1) {
      node.value = value;
    }
    level = node.children;
  });
}

function grown(level: ReadonlyMap<string, Node>): unknown {
  const entries = [...level].map(
    ([key, { value, children }]) =>
      [key, children.size > 0 ? grown(children) : value] as const
  );
  return entries.every(([key]) => /^\d+$/.test(key))
    ? [...entries]
        .sort(([a], [b]) => Number(a) - Number(b))
        .slice(0, MAX_ITEMS)
        .map(([, value]) => value)
    : Object.fromEntries(entries);
}
