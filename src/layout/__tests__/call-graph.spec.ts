import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { buildTrace } from '../../model/build-trace';
import { callGraph, type CallGraph } from '../../model/call-graph';
import { callLayers } from '../call-graph-layers';
import { layoutCallGraph, NODE_HEIGHT } from '../call-graph-layout';

/** A graph from `a>b c>d`: who calls whom; nodes in the order in which they are named. */
function graphOf(drawing: string): CallGraph {
  const calls = drawing.split(' ').map(call => call.split('>'));
  const names = [...new Set(calls.flat())];
  const edges = calls.flatMap(([from = '', to]) =>
    to === undefined
      ? []
      : { from: names.indexOf(from), to: names.indexOf(to), count: 1 }
  );
  return graphFrom(names, edges);
}

function graphFrom(
  names: readonly string[],
  edges: CallGraph['edges']
): CallGraph {
  return {
    nodes: names.map(name => ({
      name,
      type: 'TOOL',
      rows: [0],
      duration: 1,
      tokens: 0,
      errorCount: 0
    })),
    edges,
    left: 0
  };
}

function layersOf(drawing: string): string {
  const graph = graphOf(drawing);
  return callLayers(graph)
    .layers.map(layer => layer.map(node => graph.nodes[node]?.name).join(' '))
    .join(' / ');
}

describe('the layers of a graph of calls', () => {
  it('put each node below all of its callers', () => {
    expect(layersOf('a>b a>c c>b b>d')).toBe('a / c / b / d');
  });

  it('take no notice of calls that close a circle', () => {
    expect(layersOf('a>b b>a b>b b>c c>a')).toBe('a / b / c');
  });

  it('have a node below the middle of its callers', () => {
    expect(layersOf('a>b a>c c>d b>e')).toBe('a / b c / e d');
  });
});

const graphs = fc.integer({ min: 1, max: 12 }).chain(count =>
  fc
    .uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
      selector: String,
      maxLength: 30
    })
    .map(pairs =>
      graphFrom(
        Array.from({ length: count }, (_, at) => `n${at}`),
        pairs.map(([from, to]) => ({ from, to, count: 1 }))
      )
    )
);

describe('a graph of calls that is laid out', () => {
  const width = fc.integer({ min: 300, max: 1600 });

  it('has each node once, inside of the room, and none upon another', () => {
    fc.assert(
      fc.property(graphs, width, (graph, room) => {
        const { places, order, nodeWidth, height } = layoutCallGraph(
          graph,
          room
        );
        expect([...order].sort((a, b) => a - b)).toEqual(
          graph.nodes.map((_, at) => at)
        );
        places.forEach(({ x, y }, at) => {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + nodeWidth).toBeLessThanOrEqual(room);
          expect(y + NODE_HEIGHT).toBeLessThanOrEqual(height);
          for (const other of places.slice(at + 1)) {
            const isApart =
              Math.abs(other.x - x) >= nodeWidth ||
              Math.abs(other.y - y) >= NODE_HEIGHT;
            expect(isApart).toBe(true);
          }
        });
      })
    );
  });

  it('has each call, and all but those that close a circle go down', () => {
    fc.assert(
      fc.property(graphs, width, (graph, room) => {
        const { isDown } = callLayers(graph);
        const { places, edges } = layoutCallGraph(graph, room);
        expect(edges.map(({ edge }) => edge)).toEqual(graph.edges);
        edges.forEach(({ edge: { from, to }, path, head }, at) => {
          expect(`${path}${head}`).not.toMatch(/NaN|undefined/);
          if (isDown[at])
            expect(places[to]?.y ?? 0).toBeGreaterThan(places[from]?.y ?? 0);
        });
      })
    );
  });

  it('is there for any trace', () => {
    fc.assert(
      fc.property(traceRecord, record => {
        const graph = callGraph(buildTrace(record));
        const { order, edges } = layoutCallGraph(graph, 800);
        expect(order).toHaveLength(graph.nodes.length);
        expect(edges).toHaveLength(graph.edges.length);
      })
    );
  });

  it('takes more lines where there is less room', () => {
    const graph = graphOf('a>b a>c a>d a>e');
    const wide = layoutCallGraph(graph, 800);
    const narrow = layoutCallGraph(graph, 300);
    expect(narrow.height).toBeGreaterThan(wide.height);
    expect(new Set(wide.places.map(({ y }) => y)).size).toBe(2);
    expect(new Set(narrow.places.map(({ y }) => y)).size).toBe(3);
  });
});
