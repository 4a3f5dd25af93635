import '../../../style/graph.css';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { ancestorsOf } from '../../layout/collapsed-rows';
import { layoutCallGraph } from '../../layout/call-graph-layout';
import { callGraph, type CallGraph } from '../../model/call-graph';
import { graphStrings } from '../strings/graph';
import { strings } from '../strings/first-picture';
import { useWidth } from '../table/use-width';
import type { CommandContext } from '../timeline/timeline-commands';
import { commandOf } from '../timeline/key-map';
import type { RunCommand } from '../timeline/timeline-keys';
import { GraphEdges } from './graph-edges';
import { GraphNode } from './graph-node';

type GraphProps = CommandContext & {
  readonly run: RunCommand;
  readonly onLeave: () => void;
};

/**
 * Who called whom, and how often: a box for all spans of one type and name. One stop for the Tab key, and the arrow
 * keys move among the boxes in reading order.
 *
 *     div.sb-graph[role=group]
 *       div.sb-graph-room           as wide as there is room
 *         svg.sb-graph-edges
 *         button.sb-graph-node[data-kind] ...
 */
export function Graph(props: GraphProps): VNode {
  const { trace, active } = props.state;
  const [room, width] = useWidth();
  const graph = useMemo(() => callGraph(trace), [trace]);
  const layout = useMemo(() => layoutCallGraph(graph, width), [graph, width]);
  const current = graph.nodes.findIndex(({ rows }) => rows.includes(active));
  const stop = current < 0 ? layout.order[0] : current;
  return (
    <div
      class="sb-graph"
      role="group"
      aria-label={graphStrings.graphOf(trace.name || strings.untitled)}
      onKeyDown={event => onKeyDown(event, props)}
    >
      <div class="sb-graph-room" ref={room}>
        <div
          class="sb-graph-plane"
          style={{ height: `${layout.height}px`, width: `${layout.width}px` }}
        >
          <GraphEdges layout={layout} current={current} />
          {layout.order.map(node => (
            <GraphNode
              key={node}
              {...{ graph, layout, node }}
              isCurrent={node === current}
              isStop={node === stop}
              onChoose={() => choose(graph, node, props)}
            />
          ))}
        </div>
      </div>
      <p class="sb-note">
        {graphStrings.hint}
        {graph.left > 0 && ` ${graphStrings.left(graph.left)}`}
      </p>
    </div>
  );
}

/** To the first span of a node; from one of its spans to the next. */
function choose(
  { nodes }: CallGraph,
  node: number,
  { state: { trace, active }, dispatch }: CommandContext
): void {
  const rows = nodes[node]?.rows ?? [];
  const place = (rows.indexOf(active) + 1) % rows.length;
  const row = rows[place];
  if (row === undefined) {
    return;
  }
  dispatch({ type: 'expand', rows: ancestorsOf(trace, row) });
  dispatch({ type: 'select', row });
  const note = graphStrings.callOf(place + 1, rows.length);
  dispatch({ type: 'look', change: { note } });
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: at => at + 1,
  ArrowDown: at => at + 1,
  ArrowLeft: at => at - 1,
  ArrowUp: at => at - 1,
  Home: () => 0,
  End: (_, last) => last
};

/** Escape goes back to the rows; keys that are no moves are those of the rows. */
function onKeyDown(event: KeyboardEvent, { run, onLeave }: GraphProps): void {
  const { key, currentTarget } = event;
  const command = commandOf(event);
  const step = STEPS[key];
  if (command === undefined || key === 'Enter' || key === ' ') {
    return;
  }
  if (key === 'Escape') {
    onLeave();
  } else if (step && currentTarget instanceof Element) {
    const boxes = [
      ...currentTarget.querySelectorAll<HTMLElement>('.sb-graph-node')
    ];
    const at = boxes.findIndex(box => box === document.activeElement);
    boxes[step(at, boxes.length - 1)]?.focus();
  } else if (!run(command, key)) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
