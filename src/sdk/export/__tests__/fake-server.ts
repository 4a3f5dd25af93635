import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request as it arrived; the body is unpacked. */
export type Arrival = {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** What to answer; a number is a status without a body. */
export type Answer =
  | number
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly json?: object;
      readonly text?: string;
      /** Milliseconds before the answer. */
      readonly delay?: number;
    };

/** What MLflow says: it repeats the info of a trace, and marks that spans do not change it any more. */
export function asMlflow(arrival: Arrival): Exclude<Answer, number> {
  const answer = asOlderMlflow(arrival);
  const metadata = { 'mlflow.trace.infoFinalized': 'true' };
  Object.assign(answer.json.trace?.trace_info ?? {}, {
    trace_metadata: metadata
  });
  return answer;
}

/** What an older MLflow says: there, spans that come later change the info. */
export function asOlderMlflow({ path, body }: Arrival) {
  return { json: path.endsWith('/mlflow/traces') ? JSON.parse(body) : {} };
}

/** A real HTTP server whose answers the test decides; it keeps what arrived and how much of it at once. */
export class FakeServer {
  readonly arrivals: Arrival[] = [];
  maxAtOnce = 0;
  private readonly _server: Server;
  private readonly _answer: (arrival: Arrival) => Answer;
  private _atOnce = 0;

  constructor(answer: (arrival: Arrival) => Answer) {
    this._answer = answer;
    this._server = createServer((request, response) => {
      void this._respond(request).then(reply => {
        const { status = 200, headers = {}, json, text = '' } = reply;
        response.writeHead(status, {
          'content-type': json ? 'application/json' : 'text/plain',
          ...headers
        });
        response.end(json ? JSON.stringify(json) : text);
      });
    });
  }

  get address(): string {
    return `http://127.0.0.1:${(this._server.address() as AddressInfo).port}`;
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>(resolve => {
      this._server.listen(port, '127.0.0.1', resolve);
    });
    return this;
  }

  async stop(): Promise<void> {
    this._server.closeAllConnections();
    await new Promise(resolve => this._server.close(resolve));
  }

  /** The arrivals at a path, such as `/v1/traces`. */
  at(path: string): readonly Arrival[] {
    return this.arrivals.filter(arrival => arrival.path.startsWith(path));
  }

  private async _respond(
    request: IncomingMessage
  ): Promise<Exclude<Answer, number>> {
    this._atOnce += 1;
    this.maxAtOnce = Math.max(this.maxAtOnce, this._atOnce);
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const raw = Buffer.concat(chunks);
    const body =
      request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const arrival = {
      path: request.url ?? '',
      headers: request.headers,
      body: body.toString('latin1')
    };
    this.arrivals.push(arrival);
    const answer = this._answer(arrival);
    const reply = typeof answer === 'number' ? { status: answer } : answer;
    await new Promise(resolve => setTimeout(resolve, reply.delay ?? 0));
    this._atOnce -= 1;
    return reply;
  }
}
