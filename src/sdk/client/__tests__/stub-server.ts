import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the tests read of the bodies that MLflow's routes are sent. */
type RequestBody = {
  readonly key?: string;
  readonly value?: string;
  readonly request_ids?: readonly string[];
  readonly filter?: string;
  readonly max_results?: number;
  readonly page_token?: string;
  readonly locations?: readonly unknown[];
};

/** A request as the server saw it. */
export type SeenRequest = {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The parsed body, empty when there was none. */
  readonly body: RequestBody;
};

/** What is answered: an object as JSON, a text as it is. */
export type Answer = {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | string;
};

/** A server over real HTTP for what a healthy MLflow server does not do. */
export class StubServer {
  readonly seen: SeenRequest[] = [];
  /** The most requests that were under way at one time. */
  peak = 0;
  answer: (request: SeenRequest) => Answer | Promise<Answer> = () => ({
    body: {}
  });
  private readonly _server: Server;
  private _open = 0;

  private constructor() {
    this._server = createServer((request, response) => {
      this.peak = Math.max(this.peak, (this._open += 1));
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      const respond = async (): Promise<void> => {
        const text = Buffer.concat(parts).toString();
        const url = new URL(request.url ?? '', 'http://stub');
        const seen = {
          method: request.method ?? '',
          path: url.pathname,
          query: url.searchParams,
          headers: request.headers,
          body: bodyOf(text)
        };
        this.seen.push(seen);
        const { status = 200, type, headers, body } = await this.answer(seen);
        const isText = typeof body === 'string';
        response.writeHead(status, {
          'content-type': type ?? (isText ? 'text/plain' : 'application/json'),
          ...headers
        });
        this._open -= 1;
        response.end(isText ? body : JSON.stringify(body));
      };
      request.on('end', () => void respond());
    });
  }

  static async start(): Promise<StubServer> {
    const stub = new StubServer();
    await new Promise<void>(resolve =>
      stub._server.listen(0, '127.0.0.1', resolve)
    );
    return stub;
  }

  get port(): number {
    return (this._server.address() as AddressInfo).port;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this._server.closeAllConnections();
    await new Promise(resolve => this._server.close(resolve));
  }
}

/** A member of another type than MLflow's API has fails the test that expects it. */
function bodyOf(text: string): RequestBody {
  return text === '' ? {} : (JSON.parse(text) as RequestBody);
}

/** An error as MLflow answers it. */
export function mlflowError(
  status: number,
  code: string,
  message = 'so it is'
): Answer {
  return { status, body: { error_code: code, message } };
}
