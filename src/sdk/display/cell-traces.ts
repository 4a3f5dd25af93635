import type { TraceRecord, TraceSearch } from '../../bundle';
import type { RecordedTrace } from '../recording/types';
import { OutputRoom } from './output-room';
import type { SearchQuery, ShownTrace } from './trace-display';

/** What the output of a cell shows. */
export type CellContent = {
  /** In the order in which they started or were found. */
  readonly traces: readonly TraceRecord[];
  /** Traces of the cell that came after the output was full. */
  readonly more: number;
  /** Ids of them, as far as they are remembered. */
  readonly moreIds: readonly string[];
  /** The last search of the cell that did not read all that there was. */
  readonly search?: TraceSearch | undefined;
  /** Those of the traces that no server has, and the server. */
  readonly waiting?: WaitingCount | undefined;
};

/** Traces that wait for a server. */
export type WaitingCount = { readonly count: number; readonly server: string };

/** How much an output takes of what is added to it. */
export type AddLimits = {
  /** Traces of the output, until it only counts. */
  readonly maxTraces: number;
  /** UTF-8 bytes that the added traces may fill. */
  readonly maxBytes: number;
};

type Entry = {
  readonly traceId: string;
  /** Undefined for a trace that was read: it does not change. */
  readonly live?: RecordedTrace;
  /** What is known now. */
  readonly snapshot: () => TraceRecord;
  /** Of an ended trace, asked once: a cell of a thousand traces is drawn many times. */
  record?: TraceRecord | undefined;
  /** Asked for by the user: shown whether the display is on or off. */
  isWanted: boolean;
};

/** Ids that are remembered so that no trace counts twice; beyond them it may. */
const MAX_COUNTED_IDS = 10_000;

/** The traces of one output, each once although it may be made, found and displayed in the same cell. */
export class CellTraces {
  private readonly _entries: Entry[] = [];
  private readonly _entryOf = new Map<string, Entry>();
  private readonly _counted = new Set<string>();
  private _countedOnly = 0;
  private _search: TraceSearch | undefined;
  private readonly _room = new OutputRoom();

  /** False when the output has `maxTraces`: the trace is only counted. */
  start(live: RecordedTrace, maxTraces: number): boolean {
    const { traceId } = live;
    if (this._entries.length >= maxTraces) {
      this._count(traceId);
      return false;
    }
    this._put({
      traceId,
      live,
      snapshot: () => live.snapshot(),
      isWanted: false
    });
    return true;
  }

  changed(live: RecordedTrace): void {
    const entry = this._entryOf.get(live.traceId);
    if (entry?.live === live) {
      entry.record = undefined;
    } else {
      this._entries
        .filter(other => other.live === live)
        .forEach(other => (other.record = undefined));
    }
  }

  /** True when the output changes by it. */
  add(trace: ShownTrace, limits: AddLimits, isWanted: boolean): boolean {
    const entry = this._entryOf.get(trace.traceId);
    if (entry !== undefined) {
      const isNews = isWanted && !entry.isWanted;
      entry.isWanted ||= isWanted;
      return isNews;
    }
    const { traceId } = trace;
    const record =
      this._entries.length < limits.maxTraces
        ? this._room.take(trace, limits.maxBytes)
        : undefined;
    if (record === undefined) {
      return this._count(traceId);
    }
    this._counted.delete(traceId);
    this._put({ traceId, snapshot: () => record, isWanted });
    return true;
  }

  /** True when the output changes by it. Reading a search to its end takes back what was said of it. */
  searched(query: SearchQuery, pageToken: string | undefined): boolean {
    const before = this._search;
    if (pageToken !== undefined) {
      this._search = { ...query, pageToken };
    } else if (before !== undefined && isSameQuery(before, query)) {
      this._search = undefined;
    }
    return this._search !== before;
  }

  /** All of them, or those that the user asked for. */
  content(onlyWanted: boolean): CellContent {
    const entries = this._entries.filter(
      entry => !onlyWanted || entry.isWanted
    );
    const traces = entries.map(recordOf);
    return onlyWanted
      ? { traces, more: 0, moreIds: [] }
      : {
          traces,
          more: this._counted.size + this._countedOnly,
          moreIds: [...this._counted],
          search: this._search
        };
  }

  /** Those that the cell made and that are in `waiting`, of the server that the first of them is for. */
  waitingIn(waiting: ReadonlyMap<string, string>): WaitingCount | undefined {
    const servers = this._entries.flatMap(({ live, traceId }) =>
      live === undefined ? [] : (waiting.get(traceId) ?? [])
    );
    const [server] = servers;
    return server === undefined
      ? undefined
      : { server, count: servers.filter(other => other === server).length };
  }

  get hasWanted(): boolean {
    return this._entries.some(({ isWanted }) => isWanted);
  }

  /** False when it was counted before. */
  private _count(traceId: string): boolean {
    if (this._counted.has(traceId)) {
      return false;
    }
    if (this._counted.size < MAX_COUNTED_IDS) {
      this._counted.add(traceId);
    } else {
      this._countedOnly++;
    }
    return true;
  }

  private _put(entry: Entry): void {
    this._entries.push(entry);
    this._entryOf.set(entry.traceId, entry);
  }
}

function isSameQuery(a: SearchQuery, b: SearchQuery): boolean {
  const textOf = ({ experimentIds, filter, orderBy }: SearchQuery): string =>
    JSON.stringify([experimentIds, filter, orderBy]);
  return textOf(a) === textOf(b);
}

function recordOf(entry: Entry): TraceRecord {
  const record = entry.record ?? entry.snapshot();
  if (entry.live?.isEnded === true) {
    entry.record = record;
  }
  return record;
}
