import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { jsonTextOf } from '../bundle/json-text';
import type { FetchOptions } from '../view/host';
import { Refusal } from './refusal';
import { isLogin, reasonOf } from './refusal-words';
import { responseBytes, responseText, type BodyReader } from './response-body';

/** A request to MLflow: `path` begins behind the proxy. */
export type Call = {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: Readonly<Record<string, unknown>>;
  readonly options?: FetchOptions;
};

const DOOR = 'spanbook/mlflow/';

/** A trace of 50 MB took 20 s to read on a busy machine; what takes longer than this is lost. */
const TIMEOUT_MS = 120_000;

/** Requests to MLflow through Jupyter's address, with Jupyter's own login and XSRF value. */
export class MlflowRequests {
  private readonly _settings = ServerConnection.makeSettings();

  constructor(private readonly _trans: TranslationBundle) {}

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
      const response = await ServerConnection.makeRequest(
        `${this._settings.baseUrl}${DOOR}${path}`,
        {
          method,
          signal: limit.signal,
          cache: 'no-cache', // else Jupyter adds an argument that MLflow does not know
          headers: { 'Content-Type': 'application/json' },
          ...(body && { body: jsonTextOf(body) })
        },
        this._settings
      );
      await this._check(response);
      return await read(response, options?.onProgress);
    } catch (error) {
      throw error instanceof Refusal ? error : this._noAnswer(limit);
    } finally {
      limit.clear();
    }
  }

  private async _check(response: Response): Promise<void> {
    if (!response.ok || isLogin(response)) {
      const said = await response.text();
      throw new Refusal(reasonOf(response, said, this._trans), response.status);
    }
  }

  private _noAnswer({ isOver }: TimeLimit): Refusal {
    const message = isOver
      ? this._trans.__('The tracking server took too long to answer.')
      : this._trans.__(
          'Jupyter does not answer: its server has ended, or this computer is offline.'
        );
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
