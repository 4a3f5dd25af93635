import type { FetchOptions } from '../view/host';
import type { Answer, Ask, Notice, Request } from './messages';

type Waiting = {
  readonly onProgress: FetchOptions['onProgress'];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  /** Runs until the extension has said that the call arrived. */
  readonly silence: ReturnType<typeof setTimeout>;
};

/** The extension says at once that it has heard; it may take seconds to start on a busy machine. */
const SILENCE_MS = 30_000;

const NOBODY = 'VS Code does not answer; run "Developer: Reload Window".';

/** The calls of one notebook's outputs that wait for their answers. */
export class PendingCalls {
  private readonly _waiting = new Map<string, Waiting>();
  /** VS Code may load the page of a notebook again: an answer to the one before is for nobody. */
  private readonly _page = Math.random().toString(36).slice(2);
  private _count = 0;

  constructor(private readonly _send: (request: Request) => void) {}

  /** Rejects with the extension's words for the reader, or when the signal calls it off. */
  ask(
    asked: Pick<Ask, 'call' | 'named'>,
    { signal, onProgress }: FetchOptions = {}
  ): Promise<Answer> {
    const id = `${this._page}-${++this._count}`;
    return new Promise((resolve, reject) => {
      const silence = setTimeout(
        () => this._end(id)?.reject(new Error(NOBODY)),
        SILENCE_MS
      );
      this._waiting.set(id, { onProgress, resolve, reject, silence });
      signal?.addEventListener('abort', () => this._cancel(id), { once: true });
      this._send({ type: 'ask', id, ...asked });
    });
  }

  /** What the extension says of a call; of one that nobody waits for, nothing happens. */
  take(notice: Exclude<Notice, { type: 'settings' }>): void {
    if (notice.type === 'progress') {
      const waiting = this._waiting.get(notice.id);
      clearTimeout(waiting?.silence);
      if (notice.bytes > 0) {
        waiting?.onProgress?.(notice.bytes);
      }
    } else if (notice.type === 'answer') {
      this._end(notice.id)?.resolve(notice);
    } else {
      this._end(notice.id)?.reject(new Error(notice.why));
    }
  }

  private _cancel(id: string): void {
    const waiting = this._end(id);
    if (waiting) {
      waiting.reject(new Error('cancelled'));
      this._send({ type: 'cancel', id });
    }
  }

  private _end(id: string): Waiting | undefined {
    const waiting = this._waiting.get(id);
    this._waiting.delete(id);
    clearTimeout(waiting?.silence);
    return waiting;
  }
}
