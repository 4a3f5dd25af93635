import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse
} from 'node:http';

export const USER = 'reader';
export const PASSWORD = 'open-sesame-42';

const EXPECTED = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;

/** A login before an MLflow server, as a company's proxy is one; it allows the pages of other origins. */
export class Gate {
  /** What came, but for the browser's own questions whether it may. */
  readonly seen: string[] = [];
  private readonly _server: Server;

  private constructor(private readonly _behind: string) {
    this._server = createServer((asked, answer) => {
      this._take(asked, answer);
    });
  }

  static async before(address: string): Promise<Gate> {
    const gate = new Gate(address);
    await new Promise<void>(resolve =>
      gate._server.listen(0, '127.0.0.1', () => resolve())
    );
    return gate;
  }

  get address(): string {
    const bound = this._server.address();
    return `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  }

  end(): void {
    this._server.closeAllConnections();
    this._server.close();
  }

  private _take(asked: IncomingMessage, answer: ServerResponse): void {
    answer.setHeader(
      'Access-Control-Allow-Origin',
      asked.headers.origin ?? '*'
    );
    if (asked.method === 'OPTIONS') {
      answer.writeHead(204, {
        'Access-Control-Allow-Headers': 'authorization, content-type',
        'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE'
      });
      answer.end();
      return;
    }
    const { authorization } = asked.headers;
    const isKnown = authorization === EXPECTED;
    this.seen.push(
      `${isKnown ? 'known' : 'unknown'} ${asked.method ?? ''} ${asked.url ?? ''}`
    );
    if (isKnown) {
      this._passOn(asked, answer);
    } else {
      answer.writeHead(401, { 'Content-Type': 'text/plain' });
      answer.end('who are you?');
    }
  }

  private _passOn(asked: IncomingMessage, answer: ServerResponse): void {
    const { origin, authorization, host, ...headers } = asked.headers;
    const to = new URL(asked.url ?? '/', this._behind);
    const passed = request(to, { method: asked.method ?? 'GET', headers });
    passed.on('response', got => {
      answer.writeHead(got.statusCode ?? 502, {
        'Content-Type': got.headers['content-type'] ?? ''
      });
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }
}
