import type { RendererContext } from 'vscode-notebook-renderer';
import type { TraceServer, ViewHost } from '../view/host';
import { tracePage } from '../view/trace-page';
import { ExtensionLink } from './extension-link';
import type { Settings } from './messages';
import { RenderedOutput } from './rendered-output';
import { rendererState } from './renderer-state';

type Drawn = {
  readonly output: RenderedOutput;
  /** One for the life of the output, whatever its data. */
  readonly server: TraceServer | undefined;
  data: unknown;
  /** The reader's wish for this output alone. */
  isShown?: boolean;
};

/** All outputs of one notebook, and what VS Code's settings say about them. */
export class Outputs {
  private readonly _drawn = new Map<string, Drawn>();
  private readonly _state: ReturnType<typeof rendererState>;
  private readonly _link: ExtensionLink;
  private _settings: Settings = { display: undefined, trackingUri: undefined };

  constructor(context: RendererContext<unknown>) {
    this._state = rendererState(context);
    this._link = new ExtensionLink(context, settings => {
      this._follow(settings);
    });
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
    const server = this._link.serverFor(() => this._drawn.get(id)?.data);
    const drawn: Drawn = { output, server, data: undefined };
    this._drawn.set(id, drawn);
    return drawn;
  }

  private _draw(id: string, drawn: Drawn): void {
    if (drawn.isShown ?? this._settings.display !== 'off') {
      drawn.output.draw(drawn.data, this._host(id, drawn));
    } else {
      drawn.output.hide();
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

  private _host(id: string, { server }: Drawn): ViewHost {
    const { display, trackingUri } = this._settings;
    const { save } = this._link;
    return {
      state: this._state,
      hide: () => {
        this._toggle(id, false);
      },
      traceLink: trace => {
        const page = trackingUri && tracePage(trace);
        return page && `${trackingUri}${page}`;
      },
      ...(server && { server }),
      ...(save && { save }),
      ...(display && display !== 'off' && { display })
    };
  }

  /** The last word counts: what was chosen for one output is forgotten. */
  private _follow(settings: Settings): void {
    this._settings = settings;
    this._drawn.forEach((drawn, id) => {
      delete drawn.isShown;
      this._draw(id, drawn);
    });
  }
}
