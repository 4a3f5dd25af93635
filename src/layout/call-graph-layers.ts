import type { CallGraph } from '../model/call-graph';

/** The nodes of a call graph in layers, and which of its edges go down them. */
export type CallLayers = {
  /** Places in `nodes`, top to bottom, left to right. */
  readonly layers: readonly (readonly number[])[];
  /** By edge: to a layer further down; the others close a circle. */
  readonly isDown: readonly boolean[];
};

/**
 * Each node one layer below the lowest of its callers, so that calls go down; calls that close a circle are left out of
 * that. Within a layer, nodes stand below the middle of their callers, else in the order of their first calls.
 * O(nodes × edges), of which a graph has few.
 */
export function callLayers({ nodes, edges }: CallGraph): CallLayers {
  const closing = closingEdges({ nodes, edges });
  const isDown = edges.map((_, at) => !closing.has(at));
  const down = edges.filter((_, at) => isDown[at]);
  const depths = nodes.map(() => 0);
  // A path is no longer than there are nodes.
  for (let turn = 0; turn < nodes.length; turn++) {
    for (const { from, to } of down) {
      depths[to] = Math.max(depths[to] ?? 0, (depths[from] ?? 0) + 1);
    }
  }
  const layers: number[][] = [];
  depths.forEach((depth, node) => {
    (layers[depth] ??= []).push(node);
  });
  return { layers: ordered(layers, down), isDown };
}

/** Places of the edges that lead to a node whose calls are still being followed. */
function closingEdges({
  nodes,
  edges
}: Pick<CallGraph, 'nodes' | 'edges'>): ReadonlySet<number> {
  const closing = new Set<number>();
  const state = nodes.map((): 'new' | 'open' | 'done' => 'new');
  const follow = (node: number): void => {
    state[node] = 'open';
    edges.forEach(({ from, to }, at) => {
      if (from !== node) {
        return;
      }
      if (state[to] === 'open') {
        closing.add(at);
      } else if (state[to] === 'new') {
        follow(to);
      }
    });
    state[node] = 'done';
  };
  nodes.forEach((_, node) => {
    if (state[node] === 'new') {
      follow(node);
    }
  });
  return closing;
}

function ordered(
  layers: readonly number[][],
  down: CallGraph['edges']
): readonly (readonly number[])[] {
  const shares = new Map<number, number>();
  return layers.map(layer => {
    const wish = new Map(
      layer.map(node => [node, middleOf(node, down, shares)])
    );
    const sorted = [...layer].sort(
      (a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a - b
    );
    sorted.forEach((node, at) => shares.set(node, (at + 0.5) / sorted.length));
    return sorted;
  });
}

/** Where the callers of a node stand, as a share of their layers' widths. */
function middleOf(
  node: number,
  down: CallGraph['edges'],
  shares: ReadonlyMap<number, number>
): number {
  const callers = down.flatMap(({ from, to }) =>
    to === node ? (shares.get(from) ?? []) : []
  );
  return callers.reduce((sum, share) => sum + share, 0) / callers.length || 0;
}
