import type { RendererContext } from 'vscode-notebook-renderer';
import { isObject } from '../bundle/read-json';
import type { TraceServer, ViewHost } from '../view/host';
import { askedServer } from './asked-server';
import { toBase64 } from './base64';
import type { Request, Settings } from './messages';
import { noticeIn } from './notice';
import { PendingCalls } from './pending-calls';

/** What the extension does for the outputs of one notebook: nothing of it where VS Code sends no messages. */
export class ExtensionLink {
  private readonly _calls = new PendingCalls(request => {
    this._send(request);
  });

  constructor(
    private readonly _context: RendererContext<unknown>,
    private readonly _onSettings: (settings: Settings) => void
  ) {
    _context.onDidReceiveMessage?.(message => {
      this._take(message);
    });
    this._send({ type: 'ready' });
  }

  /** The tracking server for one output, whose data may change. */
  serverFor(data: () => unknown): TraceServer | undefined {
    return this._context.postMessage
      ? askedServer((call, options) => {
          const named = serverNamedIn(data());
          const asked = { call, ...(named !== undefined && { named }) };
          return this._calls.ask(asked, options);
        })
      : undefined;
  }

  get save(): ViewHost['save'] {
    return this._context.postMessage && this._save;
  }

  private readonly _save = async (
    name: string,
    content: Blob
  ): Promise<void> => {
    const bytes = new Uint8Array(await content.arrayBuffer());
    this._send({ type: 'save', name, base64: toBase64(bytes) });
  };

  private _take(message: unknown): void {
    const notice = noticeIn(message);
    if (notice?.type === 'settings') {
      this._onSettings(notice);
    } else if (notice) {
      this._calls.take(notice);
    }
  }

  private _send(request: Request): void {
    this._context.postMessage?.(request);
  }
}

/** Where the traces of an output were to go, when they still waited for it. */
function serverNamedIn(data: unknown): string | undefined {
  const waiting = isObject(data) ? data['waiting'] : undefined;
  const server = isObject(waiting) ? waiting['server'] : undefined;
  return typeof server === 'string' ? server : undefined;
}
