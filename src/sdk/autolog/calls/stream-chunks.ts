import type { HrTime } from '@opentelemetry/api';
import { debug, messageOf } from '../../diag';
import { AttributeKey } from '../../recording/attribute-keys';
import { nanosecondsOf } from '../../recording/clock';
import type { LiveSpan, SpanEvent } from '../../recording/live-span';
import { isRecordingSpan } from '../../recording/recording-span';

type ChunkEvent = Pick<SpanEvent, 'name' | 'attributes'>;

/** What a library's chunks are like. */
export type ChunkKind = {
  /** What is kept of a chunk until the stream is over, of libraries whose chunks hold more than what was said. */
  readonly kept?: ((chunk: unknown) => unknown) | undefined;
  /**
   * Fewer chunks that say together what these say; for libraries whose streams are long. What is kept until the end of a
   * stream, the garbage collector copies again and again, which takes longer than all else that is done with it.
   */
  readonly joined?:
    ((chunks: readonly unknown[]) => readonly unknown[]) | undefined;
  /** Tells the chunks that bring something of the answer from those that say that it begins; all do when absent. */
  readonly isToken?: ((chunk: unknown) => boolean) | undefined;
  /** How a chunk is shown as an event; as Python shows those of OpenAI's when absent. */
  readonly chunkEvent?:
    ((chunk: unknown, index: number) => ChunkEvent) | undefined;
};

/**
 * The chunks of a stream that become events: all of what a reader looks at. Later ones are in the outputs only; an event
 * costs more than all else that a chunk costs (bench/autolog).
 */
const MAX_CHUNK_EVENTS = 200;

/** Chunks that are joined at a time. */
const JOINED_CHUNKS = 64;

/** The chunks of a stream, remembered while it is read, and written when it no longer waits for that. */
export class StreamChunks {
  private readonly _span: LiveSpan;
  private readonly _kept: ChunkKind['kept'];
  private readonly _joined: ChunkKind['joined'];
  private _joinAt = MAX_CHUNK_EVENTS + JOINED_CHUNKS;
  private readonly _isToken: ChunkKind['isToken'];
  private readonly _eventOf: (chunk: unknown, index: number) => ChunkEvent;
  private readonly _all: unknown[] = [];
  /** When the first ones came, of as many as become events. */
  private readonly _times: HrTime[] = [];

  constructor(
    span: LiveSpan,
    { kept, joined, isToken, chunkEvent = chunkItem }: ChunkKind
  ) {
    this._span = span;
    this._kept = kept;
    this._joined = joined;
    this._isToken = isToken;
    this._eventOf = chunkEvent;
  }

  get all(): readonly unknown[] {
    return this._all;
  }

  add(chunk: unknown): void {
    this._all.push(this._kept === undefined ? chunk : this._kept(chunk));
    if (this._all.length > MAX_CHUNK_EVENTS) {
      this._join();
      return;
    }
    if (!isRecordingSpan(this._span)) {
      return;
    }
    this._times.push(this._span.recorder.clock.now());
    if (this._times.length === 1 && this._isToken === undefined) {
      noteFirstToken(this._span);
    }
  }

  /** The first ones stay as they came, for their events. */
  private _join(): void {
    if (this._joined === undefined || this._all.length < this._joinAt) {
      return;
    }
    this._joinAt += JOINED_CHUNKS;
    try {
      const joined = this._joined(this._all.slice(MAX_CHUNK_EVENTS));
      this._all.splice(MAX_CHUNK_EVENTS, Infinity, ...joined);
      this._joinAt = this._all.length + JOINED_CHUNKS;
    } catch (error) {
      debug('autolog', `chunks were not joined: ${messageOf(error)}`);
    }
  }

  /** Where the first chunks may bring nothing, which of them did is looked for at the end. */
  writeFirstToken(): void {
    const isToken = this._isToken;
    if (isToken !== undefined && this._times.length > 0) {
      const index = this._all.findIndex(isToken);
      noteFirstToken(this._span, this._times[index] ?? this._times[0]);
    }
  }

  writeEvents(): void {
    for (const [index, time] of this._times.entries()) {
      this._span.addEvent({
        ...this._eventOf(this._all[index], index),
        timestamp: nanosecondsOf(time)
      });
    }
  }
}

/** Says how long it took until something of the answer came, which is now when no time is given. */
export function noteFirstToken(span: LiveSpan, time?: HrTime): void {
  if (isRecordingSpan(span)) {
    const timestamp = nanosecondsOf(time ?? span.recorder.clock.now());
    const milliseconds = Number(timestamp - span.startTime) / 1e6;
    span.addEvent({
      name: 'first_token',
      attributes: { time_to_first_token_ms: milliseconds },
      timestamp
    });
  }
}

function chunkItem(chunk: unknown, index: number): ChunkEvent {
  return {
    name: `mlflow.chunk.item.${index}`,
    attributes: { [AttributeKey.chunk]: chunkText(chunk) }
  };
}

/** Nearly all chunks come from JSON; some libraries put objects of their own into them. */
function chunkText(chunk: unknown): string {
  try {
    return JSON.stringify(chunk);
  } catch {
    return String(chunk);
  }
}
