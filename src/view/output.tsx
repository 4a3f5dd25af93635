import { Component, type ComponentChildren, type VNode } from 'preact';
import type { ParseResult, TraceBundle } from '../bundle/types';
import { useState } from 'preact/hooks';
import type { CardError } from './error-card';
import type { ViewHost } from './host';
import { OpenAll, type OpenAllWish } from './detail/open-all';
import { lazily } from './lazy';
import { OutputBar } from './output-bar';
import { TraceList } from './trace-list';
import { TraceView } from './trace-view';
import { strings } from './strings/first-picture';

const ErrorCard = lazily(() =>
  import('./problems').then(module => module.ErrorCard)
);

const WaitingLine = lazily(() =>
  import('./waiting-line').then(module => module.WaitingLine)
);

/** What one output shows: the parsed data, new with every change of it, and the host. */
export type OutputProps = {
  readonly parsed: ParseResult;
  readonly host: ViewHost;
};

/**
 * The whole of one output: one trace, a list of several, or the error card.
 *
 *     div.sb-output
 *       div.sb-output-bar
 *       div.sb-trace | div.sb-list | div.sb-error
 *       div.sb-waiting    traces that no server had
 */
export function Output({ parsed, host }: OutputProps): VNode {
  const [wish, setWish] = useState<OpenAllWish>();
  const count = parsed.ok ? parsed.bundle.traces.length : 0;
  const waiting = parsed.ok ? parsed.bundle.waiting : undefined;
  return (
    <div class="sb-output">
      <OutputBar
        isOver={parsed.ok && isLone(parsed.bundle)}
        onOpenAll={count > 1 ? isOpen => setWish({ isOpen }) : undefined}
        onHide={host.hide}
      />
      <ErrorBoundary parsed={parsed} host={host}>
        <OpenAll.Provider value={wish}>
          <Traces parsed={parsed} host={host} />
        </OpenAll.Provider>
      </ErrorBoundary>
      {waiting && <WaitingLine waiting={waiting} />}
    </div>
  );
}

function isLone({ traces, more, search }: TraceBundle): boolean {
  return traces.length === 1 && !more && !search;
}

function Traces({ parsed, host }: OutputProps): VNode {
  if (!parsed.ok) {
    return <ErrorCard errors={parsed.errors} host={host} />;
  }
  const { bundle, warnings } = parsed;
  const [first] = bundle.traces;
  if (!first) {
    return <div class="sb-list-note">{strings.noTraces}</div>;
  }
  if (isLone(bundle)) {
    const opensAs = host.display ?? bundle.display ?? 'expanded';
    return (
      <TraceView
        key={first.info.traceId}
        record={first}
        opensAs={opensAs}
        host={host}
        oddities={warnings}
      />
    );
  }
  return <TraceList bundle={bundle} warnings={warnings} host={host} />;
}

type BoundaryProps = OutputProps & { readonly children: ComponentChildren };
type BoundaryState = { readonly failure?: Error | undefined };

/** Keeps a mistake in the view out of the notebook: draws the error card until other data comes. */
class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override componentDidCatch(failure: unknown): void {
    this.setState({
      failure: failure instanceof Error ? failure : new Error(String(failure))
    });
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.failure && before.parsed !== this.props.parsed) {
      this.setState({ failure: undefined });
    }
  }

  override render(): ComponentChildren {
    const { failure } = this.state;
    return failure ? (
      <ErrorCard errors={[viewFailure(failure)]} host={this.props.host} />
    ) : (
      this.props.children
    );
  }
}

function viewFailure({ message }: Error): CardError {
  return { path: '', code: 'view', finding: 'view-failed', values: [message] };
}
