import { StatusCode, type Microseconds } from '../bundle/types';
import { ownTokensOf } from './own-tokens';
import type { Trace } from './types';

/** All spans of one type and name. */
export type CallNode = {
  readonly type: string;
  readonly name: string;
  /** The calls, in pre-order. */
  readonly rows: readonly number[];
  /** Sum over the calls; a call of itself counts within the outer one. */
  readonly duration: Microseconds;
  /** Own ones: what is reported again further up counts once. */
  readonly tokens: number;
  readonly errorCount: number;
};

/** How often spans of one node called those of another, as places in `nodes`; spans without a type in between count as none. */
export type CallEdge = {
  readonly from: number;
  readonly to: number;
  readonly count: number;
};

/** Who called whom, and how often. `nodes` stand in the order of their first calls. */
export type CallGraph = {
  readonly nodes: readonly CallNode[];
  readonly edges: readonly CallEdge[];
  /** Different spans that are not in it, as there are too many. */
  readonly left: number;
};

/** More boxes than this nobody reads. */
const MAX_NODES = 60;

/** Steps that say nothing of who works here: they are seen through. */
const SEEN_THROUGH: ReadonlySet<string> = new Set(['', 'UNKNOWN', 'PARSER']);

/**
 * Spans of the same type and name as one node: agents, models, tools, retrievers, chains and types of the user's own. A
 * trace without types is drawn with all of its spans. O(n), and reads the tokens as `ownTokensOf` does.
 */
export function callGraph(trace: Trace): CallGraph {
  const { order, parents, spans } = trace;
  const isTyped = order.some(
    row =>
      (parents[row] ?? -1) >= 0 && !SEEN_THROUGH.has(spans.types[row] ?? '')
  );
  const building = emptyGraph();
  const tokens = ownTokensOf(trace);
  /** By row: the node of the span, or of the nearest one above it that has one. */
  const nodeOf = new Int32Array(order.length).fill(-1);
  for (const row of order) {
    const parent = parents[row] ?? -1;
    const caller = parent < 0 ? -1 : (nodeOf[parent] ?? -1);
    const isSeen =
      caller < 0 || !isTyped || !SEEN_THROUGH.has(spans.types[row] ?? '');
    const at = isSeen ? placeOf(building, trace, row) : -1;
    nodeOf[row] = at < 0 ? caller : at;
    if (at >= 0) {
      addCall(building, trace, { row, at, caller });
    }
    addTokens(building, at < 0 ? caller : at, tokens[row] ?? 0);
  }
  return graphOf(building);
}

type Building = {
  readonly places: Map<string, number>;
  readonly nodes: Growing<CallNode>[];
  readonly edges: Map<string, Growing<CallEdge>>;
};

type Growing<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly number[]
    ? number[]
    : T[Key];
};

function emptyGraph(): Building {
  return { places: new Map(), nodes: [], edges: new Map() };
}

/** -1 for a node that there is no room for. */
function placeOf(
  { places, nodes }: Building,
  { spans }: Trace,
  row: number
): number {
  const type = spans.types[row] ?? '';
  const name = spans.names[row] ?? '';
  const key = `${type}\n${name}`;
  const known = places.get(key);
  if (known !== undefined) {
    return known;
  }
  const place = nodes.length < MAX_NODES ? nodes.length : -1;
  places.set(key, place);
  if (place >= 0) {
    nodes.push({ type, name, rows: [], duration: 0, tokens: 0, errorCount: 0 });
  }
  return place;
}

function addCall(
  { nodes, edges }: Building,
  { starts, ends, spans }: Trace,
  { row, at, caller }: { row: number; at: number; caller: number }
): void {
  const node = nodes[at];
  if (!node) {
    return;
  }
  node.rows.push(row);
  if (caller !== at) {
    node.duration += (ends[row] ?? 0) - (starts[row] ?? 0);
  }
  if (spans.statuses[row] === StatusCode.error) {
    node.errorCount++;
  }
  if (caller >= 0) {
    const key = `${caller} ${at}`;
    const edge = edges.get(key) ?? { from: caller, to: at, count: 0 };
    edge.count++;
    edges.set(key, edge);
  }
}

function addTokens({ nodes }: Building, at: number, tokens: number): void {
  const node = nodes[at];
  if (node) {
    node.tokens += tokens;
  }
}

function graphOf({ places, nodes, edges }: Building): CallGraph {
  return {
    nodes,
    edges: [...edges.values()],
    left: places.size - nodes.length
  };
}
