import type { CallEdge, CallGraph } from '../model/call-graph';
import { callLayers } from './call-graph-layers';
import type { CssPixels } from './types';

/** Where the box of a node stands, its upper left corner. */
export type NodePlace = { readonly x: CssPixels; readonly y: CssPixels };

/** A call as a curve. */
export type EdgePlace = {
  readonly edge: CallEdge;
  /** SVG's path data: the curve, and the head of its arrow. */
  readonly path: string;
  readonly head: string;
  /** The middle of the text beside it. */
  readonly label: NodePlace;
};

export type CallGraphLayout = {
  readonly width: CssPixels;
  readonly height: CssPixels;
  readonly nodeWidth: CssPixels;
  /** By node. */
  readonly places: readonly NodePlace[];
  /** Nodes in reading order: top to bottom, left to right. */
  readonly order: readonly number[];
  readonly edges: readonly EdgePlace[];
};

/** A box holds a name and a line of figures. */
export const NODE_HEIGHT: CssPixels = 42;

const NARROWEST: CssPixels = 116;
const WIDEST: CssPixels = 200;
const GAP_X: CssPixels = 28;
/** Room for a curve and its count. */
const GAP_Y: CssPixels = 44;
/** Between the lines of a layer that does not fit into one. */
const LINE_GAP: CssPixels = 14;
/** Left of all boxes, for calls that pass by others. */
const MARGIN: CssPixels = GAP_X / 2;
/** How far calls that close a circle swing out to the right. */
const SWING: CssPixels = 26;
const HEAD: CssPixels = 6;

/** Lays a call graph out in the width that there is: layers below each other, each in as many lines as it needs. */
export function layoutCallGraph(
  graph: CallGraph,
  width: CssPixels
): CallGraphLayout {
  const { layers, isDown } = callLayers(graph);
  const room = width - MARGIN - (isDown.every(Boolean) ? 0 : SWING);
  const widest = Math.max(...layers.map(layer => layer.length), 1);
  const columns = Math.max(
    1,
    Math.min(widest, Math.floor((room + GAP_X) / (NARROWEST + GAP_X)))
  );
  const nodeWidth = Math.min(
    WIDEST,
    Math.floor((room + GAP_X) / columns - GAP_X)
  );
  const places = new Map<number, NodePlace>();
  let y = 0;
  for (const layer of layers) {
    for (let from = 0; from < layer.length; from += columns) {
      const line = layer.slice(from, from + columns);
      const taken = line.length * (nodeWidth + GAP_X) - GAP_X;
      const left = MARGIN + Math.max(0, (room - taken) / 2);
      line.forEach((node, at) =>
        places.set(node, { x: left + at * (nodeWidth + GAP_X), y })
      );
      y += NODE_HEIGHT + LINE_GAP;
    }
    y += GAP_Y - LINE_GAP;
  }
  const placeOf = (node: number): NodePlace =>
    places.get(node) ?? { x: 0, y: 0 };
  return {
    width,
    height: Math.max(0, y - GAP_Y),
    nodeWidth,
    places: graph.nodes.map((_, node) => placeOf(node)),
    order: layers.flat(),
    edges: graph.edges.map((edge, at) => ({
      edge,
      ...(isDown[at] ? curveDown : curveBack)(
        placeOf(edge.from),
        placeOf(edge.to),
        nodeWidth
      )
    }))
  };
}

type Curve = Omit<EdgePlace, 'edge'>;

/** To the line below: from the foot of the caller to the head of the called. Further down: past the boxes in between. */
function curveDown(
  from: NodePlace,
  to: NodePlace,
  nodeWidth: CssPixels
): Curve {
  const x1 = from.x + nodeWidth / 2;
  const x2 = to.x + nodeWidth / 2;
  const y1 = from.y + NODE_HEIGHT;
  const y2 = to.y - 1;
  const bend = GAP_Y / 2;
  if (to.y - y1 > GAP_Y) {
    return curveAside({ x: x1, y: y1 }, to);
  }
  return {
    path: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2 - HEAD}`,
    head: `M${x2} ${y2}l${-HEAD / 2} ${-HEAD}h${HEAD}z`,
    label: { x: (x1 + x2) / 2, y: y2 - bend }
  };
}

/** Down in the gap left of the called, and into its side. */
function curveAside({ x, y }: NodePlace, to: NodePlace): Curve {
  const gap = to.x - GAP_X / 2;
  const bend = GAP_Y / 2;
  const end = to.y + NODE_HEIGHT / 2;
  return {
    path: `M${x} ${y}C${x} ${y + bend} ${gap} ${y + bend} ${gap} ${y + GAP_Y}V${end - HEAD}Q${gap} ${end} ${gap + HEAD} ${end}H${to.x - HEAD}`,
    head: `M${to.x} ${end}l${-HEAD} ${-HEAD / 2}v${HEAD}z`,
    label: { x: gap, y: to.y }
  };
}

/** Out to the right and back: to a node further up, or to the node itself. */
function curveBack(
  from: NodePlace,
  to: NodePlace,
  nodeWidth: CssPixels
): Curve {
  const isLoop = from.y === to.y && from.x === to.x;
  const away = isLoop ? NODE_HEIGHT / 4 : 0;
  const x1 = from.x + nodeWidth;
  const x2 = to.x + nodeWidth;
  const y1 = from.y + NODE_HEIGHT / 2 + away;
  const y2 = to.y + NODE_HEIGHT / 2 - away;
  const out = Math.max(x1, x2) + SWING;
  return {
    path: `M${x1} ${y1}C${out} ${y1} ${out} ${y2} ${x2 + HEAD} ${y2}`,
    head: `M${x2} ${y2}l${HEAD} ${-HEAD / 2}v${HEAD}z`,
    label: { x: Math.max(x1, x2) + SWING * 0.6, y: (y1 + y2) / 2 }
  };
}
