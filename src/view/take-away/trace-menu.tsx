import '../../../style/menu.css';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Trace } from '../../model/types';
import type { ViewHost } from '../host';
import { Icon } from '../icons';
import { strings } from '../strings/first-picture';
import { takeStrings } from '../strings/take-away';
import { MenuButton, type MenuItem } from './menu';

/** What can be copied or saved of a trace; `actions.ts` does it. */
export type TakeAway =
  | 'copyTraceId'
  | 'copyLink'
  | 'copyMlflowJson'
  | 'copyOtlpJson'
  | 'copyMarkdown'
  | 'saveMlflowJson'
  | 'saveOtlpJson'
  | 'saveSvg'
  | 'savePng';

/** What became of an action, for the reader. */
export type Outcome = { readonly isDone: boolean; readonly said: string };

/** Long enough to be read. */
const SHOWN_FOR_MS = 2500;

/** The menu "⋯" of a trace: copy it, save it, open it in MLflow. Needs no server. */
export function TraceMenu({
  trace,
  host
}: {
  trace: Trace;
  host: ViewHost;
}): VNode {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const take = (what: TakeAway): void => {
    void import('./actions').then(
      ({ takeAway }) => takeAway(what, trace, host).then(setOutcome),
      (error: unknown) =>
        setOutcome({ isDone: false, said: strings.notLoaded(String(error)) })
    );
  };
  return (
    <>
      <MenuButton
        label={takeStrings.takeAlong}
        title={outcome?.said ?? takeStrings.takeAlong}
        items={() => itemsFor(trace, host, take)}
      >
        <Icon name={iconFor(outcome)} />
      </MenuButton>
      <span class="sb-hidden-text" role="status">
        {outcome?.said}
      </span>
    </>
  );
}

function iconFor(outcome: Outcome | undefined): 'more' | 'check' | 'warning' {
  if (outcome === undefined) {
    return 'more';
  }
  return outcome.isDone ? 'check' : 'warning';
}

function itemsFor(
  { info, spans }: Trace,
  host: ViewHost,
  take: (what: TakeAway) => void
): readonly MenuItem[] {
  const item = (what: TakeAway): MenuItem => ({
    label: takeStrings[what],
    onSelect: () => take(what)
  });
  const href = webAddress(host.traceLink?.(info));
  const ofSpans: readonly TakeAway[] =
    spans.count === 0 ? [] : ['saveSvg', 'savePng'];
  const { mlflow } = host;
  return [
    item('copyTraceId'),
    ...(mlflow
      ? [{ label: takeStrings.openHere, onSelect: () => mlflow.open(info) }]
      : []),
    ...(href === undefined
      ? []
      : [{ label: takeStrings.openInMlflow, href }, item('copyLink')]),
    item('copyMlflowJson'),
    item('copyOtlpJson'),
    item('copyMarkdown'),
    item('saveMlflowJson'),
    item('saveOtlpJson'),
    ...ofSpans.map(item)
  ];
}

/** A host's address goes into a link only if it is one of the web. */
function webAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^https?:\/\//.test(address)
    ? address
    : undefined;
}
