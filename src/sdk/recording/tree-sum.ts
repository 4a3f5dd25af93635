import type { JsonText } from '../../bundle/types';
import type { RecordingSpan } from './recording-span';

/**
 * The sums of an attribute of figures (token usage, cost) over a trace, as JSON text; undefined when no span has it.
 * A span counts only when no ancestor has figures of its own: those already sum up what is below them.
 */
export function sumOverTree(
  spans: readonly RecordingSpan[],
  key: string
): JsonText | undefined {
  const holders = spans.filter(span => span.textOf(key) !== undefined);
  if (holders.length === 0) {
    return undefined;
  }
  const parents = new Map(spans.map(span => [span.spanId, span.parentId]));
  const holderIds = new Set(holders.map(span => span.spanId));
  const sums = new Map<string, number>();
  for (const span of holders) {
    if (!hasAncestorIn(span, holderIds, parents)) {
      addFigures(sums, span.textOf(key) ?? 'null');
    }
  }
  const members = [...sums].map(
    ([name, sum]) => `${JSON.stringify(name)}: ${sum}`
  );
  return members.length === 0 ? undefined : `{${members.join(', ')}}`;
}

function hasAncestorIn(
  span: RecordingSpan,
  ids: ReadonlySet<string>,
  parents: ReadonlyMap<string, string | null>
): boolean {
  let parent = span.parentId;
  while (parent !== null) {
    if (ids.has(parent)) {
      return true;
    }
    parent = parents.get(parent) ?? null;
  }
  return false;
}

function addFigures(sums: Map<string, number>, json: JsonText): void {
  const figures: unknown = JSON.parse(json);
  if (typeof figures === 'object' && figures !== null) {
    for (const [name, value] of Object.entries(figures)) {
      if (typeof value === 'number') {
        sums.set(name, (sums.get(name) ?? 0) + value);
      }
    }
  }
}
