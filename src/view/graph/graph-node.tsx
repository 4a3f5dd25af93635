import type { VNode } from 'preact';
import type { CallGraphLayout } from '../../layout/call-graph-layout';
import type { CallGraph, CallNode } from '../../model/call-graph';
import { formatDuration } from '../format-duration';
import { Icon } from '../icons';
import { graphStrings } from '../strings/graph';
import { strings } from '../strings/first-picture';
import { kindOf, letterOf, wordsOf } from '../timeline/span-kind';

type GraphNodeProps = {
  readonly graph: CallGraph;
  readonly layout: CallGraphLayout;
  /** Its place in the nodes of the graph. */
  readonly node: number;
  /** The active span is one of its spans. */
  readonly isCurrent: boolean;
  /** The Tab key stops here. */
  readonly isStop: boolean;
  readonly onChoose: () => void;
};

/** One box: name, calls, time and tokens; screen readers hear by whom it was called, which the arrows show. */
export function GraphNode({
  graph,
  layout,
  node,
  isCurrent,
  isStop,
  onChoose
}: GraphNodeProps): VNode | null {
  const shown = graph.nodes[node];
  const place = layout.places[node];
  if (!shown || !place) {
    return null;
  }
  const kind = kindOf(shown.type);
  const name = nameOf(shown);
  return (
    <button
      type="button"
      class="sb-graph-node"
      data-kind={kind}
      aria-current={isCurrent ? 'true' : undefined}
      tabIndex={isStop ? 0 : -1}
      title={[name, wordsOf(shown.type), ...figuresOf(shown)]
        .filter(Boolean)
        .join(' · ')}
      style={{
        left: `${place.x}px`,
        top: `${place.y}px`,
        width: `${layout.nodeWidth}px`
      }}
      onClick={onChoose}
    >
      <span class="sb-graph-name">
        <span class="sb-glyph" aria-hidden="true">
          {letterOf(kind)}
        </span>
        <span class="sb-label">{name}</span>
        {shown.errorCount > 0 && <Icon name="warning" />}
      </span>{' '}
      <span class="sb-graph-figures">{figuresOf(shown).join(' · ')}</span>
      <span class="sb-hidden-text">
        {[wordsOf(shown.type), errorsOf(shown), ...callersOf(graph, node)]
          .filter(Boolean)
          .map(words => `, ${words}`)
          .join('')}
      </span>
    </button>
  );
}

function nameOf({ name }: CallNode): string {
  return name || strings.unnamedSpan;
}

function figuresOf({ rows, duration, tokens }: CallNode): readonly string[] {
  return [
    graphStrings.calls(rows.length),
    rows.length > 1
      ? graphStrings.inAll(formatDuration(duration))
      : formatDuration(duration),
    ...(tokens > 0 ? [graphStrings.tokens(tokens)] : [])
  ];
}

function errorsOf({ errorCount }: CallNode): string {
  return errorCount > 0 ? strings.errors(errorCount) : '';
}

function callersOf({ nodes, edges }: CallGraph, node: number): string[] {
  return edges
    .filter(({ to }) => to === node)
    .flatMap(({ from, count }) => {
      const caller = nodes[from];
      return caller ? graphStrings.calledBy(count, nameOf(caller)) : [];
    });
}
