import type { VNode } from 'preact';
import type { CallGraphLayout } from '../../layout/call-graph-layout';
import { graphStrings } from '../strings/graph';

/** The calls as arrows, with how often where it is more than once; the labels of the boxes say the same. */
export function GraphEdges({
  layout: { edges, width, height },
  current
}: {
  layout: CallGraphLayout;
  /** The node whose calls stand out. */
  current: number;
}): VNode {
  return (
    <svg
      class="sb-graph-edges"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {edges.map(({ edge: { from, to, count }, path, head, label }) => (
        <g data-current={from === current || to === current ? '' : undefined}>
          <path d={path} />
          <path class="sb-graph-head" d={head} />
          {count > 1 && (
            <text x={label.x} y={label.y}>
              {graphStrings.times(count)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
