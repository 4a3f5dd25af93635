import type { RendererContext } from 'vscode-notebook-renderer';
import type { ViewHost } from '../view/host';
import { tracePage } from '../view/trace-page';
import type { Request, Settings } from './messages';
import { settingsIn } from './notice';
import { RenderedOutput } from './rendered-output';
import { rendererState } from './renderer-state';

type Drawn = {
  readonly output: RenderedOutput;
  data: unknown;
  /** The reader's wish for this output alone. */
  isShown?: boolean;
};

/** All outputs of one notebook, and what VS Code's settings say about them. */
export class Outputs {
  private readonly _drawn = new Map<string, Drawn>();
  private readonly _state: ReturnType<typeof rendererState>;
  private _settings: Settings = { display: undefined, trackingUri: undefined };

  constructor(private readonly _context: RendererContext<unknown>) {
    this._state = rendererState(_context);
    _context.onDidReceiveMessage?.(message => {
      this._take(message);
    });
    this._send({ type: 'ready' });
  }

  /** VS Code calls it again, mostly with the same element, when an output item changes. */
  render(id: string, element: HTMLElement, data: unknown): void {
    if (this._drawn.get(id)?.output.element !== element) {
      this.dispose(id);
    }
    const drawn = this._drawn.get(id) ?? this._begin(id, element);
    drawn.data = data;
    this._draw(id, drawn);
  }

  /** Without an id: all. */
  dispose(id?: string): void {
    for (const key of id === undefined ? [...this._drawn.keys()] : [id]) {
      this._drawn.get(key)?.output.dispose();
      this._drawn.delete(key);
    }
  }

  private _begin(id: string, element: HTMLElement): Drawn {
    const output = new RenderedOutput(element, () => {
      this._toggle(id, true);
    });
    const drawn: Drawn = { output, data: undefined };
    this._drawn.set(id, drawn);
    return drawn;
  }

  private _draw(id: string, { output, data, isShown }: Drawn): void {
    if (isShown ?? this._settings.display !== 'off') {
      output.draw(data, this._host(id));
    } else {
      output.hide();
    }
  }

  /** Hides or shows one output, until the settings change: the last word counts. */
  private _toggle(id: string, isShown: boolean): void {
    const drawn = this._drawn.get(id);
    if (drawn) {
      drawn.isShown = isShown;
      this._draw(id, drawn);
    }
  }

  private _host(id: string): ViewHost {
    const { display, trackingUri } = this._settings;
    return {
      state: this._state,
      hide: () => {
        this._toggle(id, false);
      },
      traceLink: trace => {
        const page = trackingUri && tracePage(trace);
        return page && `${trackingUri}${page}`;
      },
      ...(this._context.postMessage && { save: this._save }),
      ...(display && display !== 'off' && { display })
    };
  }

  private readonly _save = async (
    name: string,
    content: Blob
  ): Promise<void> => {
    const bytes = new Uint8Array(await content.arrayBuffer());
    this._send({ type: 'save', name, bytes });
  };

  private _take(message: unknown): void {
    const settings = settingsIn(message);
    if (settings) {
      this._settings = settings;
      this._drawn.forEach((drawn, id) => {
        delete drawn.isShown;
        this._draw(id, drawn);
      });
    }
  }

  private _send(request: Request): void {
    this._context.postMessage?.(request);
  }
}
