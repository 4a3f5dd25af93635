import type { DisplayMode } from '../bundle/types';
import type { TimeRange } from '../layout/types';
import type { Trace } from '../model/types';
import type { ViewStateStore } from './host';
import { initialView, NO_ROW, type ViewState } from './view-state';

/** What a host keeps for a trace, under its trace id. Spans go by id: rows change when a trace grows. */
type KeptState = {
  readonly isOpen: boolean;
  /** How the trace opened then: once that changes, the reader's `isOpen` is out of date. */
  readonly opensAs: DisplayMode;
  readonly collapsed: readonly string[];
  readonly selected: string | null;
  readonly height: number | null;
  /** Start and end of the visible time, in microseconds. */
  readonly range: readonly [number, number] | null;
};

/** More folded spans than anybody folds by hand are not worth the storage: 1,000 ids are 19 kB. */
const MAX_COLLAPSED = 1000;

/** The state of a trace when it is first drawn: as the host kept it, else untouched. */
export function restoreView(
  trace: Trace,
  opensAs: DisplayMode,
  store: ViewStateStore | undefined
): ViewState {
  const fresh = initialView(trace, opensAs === 'expanded');
  const kept = readKept(store?.get(trace.info.traceId));
  if (!kept) {
    return fresh;
  }
  const rows = new Map(trace.spans.ids.map((id, row) => [id, row]));
  const rowOf = (id: string | null): number => rows.get(id ?? '') ?? NO_ROW;
  const selected = rowOf(kept.selected);
  return {
    ...fresh,
    isOpen: kept.opensAs === opensAs ? kept.isOpen : fresh.isOpen,
    collapsed: new Set(kept.collapsed.map(rowOf).filter(row => row >= 0)),
    active: selected === NO_ROW ? fresh.active : selected,
    selected,
    height: kept.height ?? undefined,
    look: { ...fresh.look, range: rangeIn(trace, kept.range) }
  };
}

/** Hands the state to the host. */
export function keepView(
  { trace, isOpen, collapsed, selected, height, look: { range } }: ViewState,
  opensAs: DisplayMode,
  store: ViewStateStore | undefined
): void {
  const { ids } = trace.spans;
  const kept: KeptState = {
    isOpen,
    opensAs,
    collapsed:
      collapsed.size > MAX_COLLAPSED
        ? []
        : [...collapsed].map(row => ids[row] ?? ''),
    selected: ids[selected] ?? null,
    height: height ?? null,
    range: range ? [range.start, range.end] : null
  };
  store?.set(trace.info.traceId, kept);
}

/** The kept time if it still is a part of the trace's. */
function rangeIn(
  trace: Trace,
  kept: KeptState['range']
): TimeRange | undefined {
  const [start, end] = kept ?? [NaN, NaN];
  return start >= trace.start && end <= trace.end && start < end
    ? { start, end }
    : undefined;
}

/** A store may hold anything: another version of this view may have written it. */
function readKept(value: unknown): KeptState | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const kept: Partial<Record<keyof KeptState, unknown>> = value;
  const { isOpen, opensAs, collapsed, selected, height, range } = kept;
  return {
    isOpen: isOpen === true,
    opensAs: opensAs === 'collapsed' ? 'collapsed' : 'expanded',
    collapsed: Array.isArray(collapsed)
      ? collapsed.filter(id => typeof id === 'string')
      : [],
    selected: typeof selected === 'string' ? selected : null,
    height: typeof height === 'number' ? height : null,
    range: Array.isArray(range) ? [Number(range[0]), Number(range[1])] : null
  };
}
