import type { TraceRecord } from '../../bundle';
import { utf8Bytes } from '../../bundle/text';
import { PAYLOAD_COLUMNS } from '../../bundle/types';
import type { ShownTrace } from './trace-display';

/** What a span takes of an output besides its payloads. */
const SPAN_BYTES = 60;

/** What the info of a trace takes besides its members: their indentation, one line each. */
const INFO_BYTES = 300;

/** Of the budget: what spans may take, so that there is room for the infos of further traces. */
const SPANS_SHARE = 0.5;

/** Payloads are held up to this many budgets; the bundle then cuts them where they are largest. */
const HELD_BUDGETS = 4;

/**
 * Room in one output for traces that were read. A search may find any number, of any size: while there is room they are
 * taken whole, then without spans, which the reader's view asks the server for, then not at all.
 */
export class OutputRoom {
  private _treeBytes = 0;
  private _spanBytes = 0;
  private _heldCharacters = 0;
  private _isFull = false;

  /** What of the trace is taken; undefined: it is only to be counted. */
  take(trace: ShownTrace, maxBytes: number): TraceRecord | undefined {
    if (this._isFull) {
      return undefined;
    }
    const record = trace.toRecord();
    const isFirst = this._treeBytes === 0;
    const infoBytes = bytesOfInfo(record);
    if (!isFirst && this._treeBytes + infoBytes > maxBytes) {
      this._isFull = true;
      return undefined;
    }
    this._treeBytes += infoBytes;
    // One trace alone is shown with its spans whatever its size, as a cell's own.
    return isFirst || this._hasRoomForSpans(record, maxBytes)
      ? this._withSpans(record)
      : { info: record.info };
  }

  private _hasRoomForSpans(record: TraceRecord, maxBytes: number): boolean {
    return (
      this._heldCharacters <= HELD_BUDGETS * maxBytes &&
      this._spanBytes + bytesOfSpans(record) <= SPANS_SHARE * maxBytes &&
      this._treeBytes + bytesOfSpans(record) <= maxBytes
    );
  }

  private _withSpans(record: TraceRecord): TraceRecord {
    this._treeBytes += bytesOfSpans(record);
    this._spanBytes += bytesOfSpans(record);
    this._heldCharacters += payloadCharacters(record);
    return record;
  }
}

function bytesOfSpans({ spans }: TraceRecord): number {
  return SPAN_BYTES * (spans?.count ?? 0);
}

function bytesOfInfo({ info }: TraceRecord): number {
  const text = JSON.stringify(info, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value
  );
  return utf8Bytes(text) + INFO_BYTES;
}

function payloadCharacters({ spans }: TraceRecord): number {
  let sum = 0;
  for (const column of PAYLOAD_COLUMNS) {
    for (const text of spans?.[column].values() ?? []) {
      sum += text.length;
    }
  }
  return sum;
}
