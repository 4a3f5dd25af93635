import type {
  ReadableStream,
  ReadableStreamDefaultReader
} from 'node:stream/web';
import { debug, messageOf } from '../../diag';

/** What one wants to know of a stream that somebody else reads. */
export type StreamObserver = {
  readonly part: (value: unknown) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
  /** The reader wants no more, or has let the stream go, where that matters. Must not hold the stream. */
  readonly cancel?: () => void;
};

/** What reading gives: a part, or that there is none any more. */
export type Step = Awaited<
  ReturnType<ReadableStreamDefaultReader<unknown>['read']>
>;

/** Reads a source for whoever hands its parts on, and tells the observer, until the source is over in whichever way. */
export class ObservedReader {
  /** Called once, when nothing more will come. */
  whenOver: (() => void) | undefined;
  private readonly _reader: ReadableStreamDefaultReader<unknown>;
  private readonly _observer: StreamObserver;
  private _isOver = false;

  constructor(source: ReadableStream<unknown>, observer: StreamObserver) {
    this._reader = source.getReader();
    this._observer = observer;
  }

  /** The next step; to be told to `note` or `fail`: an async method in between would cost as much as the rest. */
  read(): Promise<Step> {
    return this._reader.read();
  }

  note({ done, value }: Step): void {
    if (done) {
      this._end(this._observer.end);
    } else {
      told(() => {
        this._observer.part(value);
      });
    }
  }

  fail(error: unknown): void {
    this._end(() => {
      this._observer.fail(error);
    });
  }

  cancel(reason: unknown): Promise<void> {
    this._end(() => this._observer.cancel?.());
    return this._reader.cancel(reason);
  }

  private _end(tell: () => void): void {
    if (!this._isOver) {
      this._isOver = true;
      this.whenOver?.();
      told(tell);
    }
  }
}

/** What an observer throws is no concern of who reads. */
function told(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    debug('autolog', `a stream was not understood: ${messageOf(error)}`);
  }
}
