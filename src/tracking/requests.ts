import { jsonTextOf } from '../bundle/json-text';
import type { FetchOptions } from '../view/host';
import { Refusal } from './refusal';
import { isPage, reasonOf } from './refusal-words';
import { responseBytes, responseText, type BodyReader } from './response-body';
import type { Trans } from './words';

/** A request to MLflow: `path` begins behind the tracking server's address. */
export type Call = {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: Readonly<Record<string, unknown>>;
  readonly options?: FetchOptions;
};

/** How a host reaches the tracking server, and what it says when it does not. */
export type Transport = {
  /** Rejects when there is no answer at all. */
  readonly send: (path: string, init: RequestInit) => Promise<Response>;
  readonly words: TransportWords;
  readonly trans: Trans;
};

/** What depends on the way to the tracking server. */
export type TransportWords = {
  /** A page came, for people, in place of an answer: mostly one that asks for a login. */
  readonly page: string;
  /** Status 401 or 403. */
  readonly refused: string;
  /** Status 404 from somebody who is not MLflow. */
  readonly noWay: string;
  /** Nobody answered. */
  readonly noAnswer: string;
};

/** A trace of 50 MB took 20 s to read on a busy machine; what takes longer than this is lost. */
const TIMEOUT_MS = 120_000;

/** Requests to MLflow, and what comes of them. */
export class Requests {
  constructor(private readonly _transport: Transport) {}

  /** The text of the answer. @throws Refusal */
  ask(call: Call): Promise<string> {
    return this._asked(call, responseText);
  }

  /** The bytes of the answer. @throws Refusal */
  askBytes(call: Call): Promise<Blob> {
    return this._asked(call, responseBytes);
  }

  private async _asked<T>(
    { path, method = 'GET', body, options }: Call,
    read: BodyReader<T>
  ): Promise<T> {
    const limit = new TimeLimit(options?.signal);
    try {
      const response = await this._transport.send(path, {
        method,
        signal: limit.signal,
        cache: 'no-cache', // else Jupyter adds an argument that MLflow does not know
        headers: { 'Content-Type': 'application/json' },
        ...(body && { body: jsonTextOf(body) })
      });
      await this._check(response);
      return await read(response, options?.onProgress);
    } catch (error) {
      throw error instanceof Refusal ? error : this._noAnswer(limit);
    } finally {
      limit.clear();
    }
  }

  private async _check(response: Response): Promise<void> {
    if (!response.ok || isPage(response)) {
      const said = await response.text();
      const { words, trans } = this._transport;
      throw new Refusal(
        reasonOf(response, said, words, trans),
        response.status
      );
    }
  }

  private _noAnswer({ isOver }: TimeLimit): Refusal {
    const { words, trans } = this._transport;
    const message = isOver
      ? trans.__('The tracking server took too long to answer.')
      : words.noAnswer;
    return new Refusal(message, 0);
  }
}

/** Calls a request off after some time, or when the reader does. */
class TimeLimit {
  isOver = false;
  private readonly _controller = new AbortController();
  private readonly _timer = setTimeout(() => {
    this.isOver = true;
    this._controller.abort();
  }, TIMEOUT_MS);

  constructor(private readonly _outer: AbortSignal | undefined) {
    _outer?.addEventListener('abort', this._abort);
  }

  get signal(): AbortSignal {
    return this._controller.signal;
  }

  clear(): void {
    clearTimeout(this._timer);
    this._outer?.removeEventListener('abort', this._abort);
  }

  private readonly _abort = (): void => this._controller.abort();
}
