import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { BUNDLE_MIME_TYPE } from '../bundle/types';
import type { MountedView, ViewHost } from '../view/host';
import type { DisplayChoice } from './display-choice';
import { sessionState } from './session-state';
import { createStub } from './stub';
import { isHostShortcut } from './shortcuts';

const SUPPRESS_SHORTCUTS = 'data-lm-suppress-shortcuts';

/**
 * One output. JupyterLab calls `renderModel` many times on the same widget (a display update, a rerun): the view is
 * mounted once and updated in place.
 *
 *     div.sb-renderer[data-mime-type]
 *       div.sb-output            the view, or the stub while traces are off
 */
export class TraceRenderer extends Widget implements IRenderMime.IRenderer {
  private _data: unknown;
  private _view: MountedView | undefined;
  /** Set when the reader asks for this one output although traces are off; ends with the next change of the setting. */
  private _isAskedFor = false;

  constructor(
    private readonly _choice: DisplayChoice,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('sb-renderer');
    this.node.dataset['mimeType'] = BUNDLE_MIME_TYPE;
    this.node.setAttribute(SUPPRESS_SHORTCUTS, 'true');
    _choice.changed.connect(this._onChoice, this);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._data = model.data[BUNDLE_MIME_TYPE];
    await this._draw();
  }

  override dispose(): void {
    this._unmount();
    super.dispose();
  }

  /** Before JupyterLab sees a key: it keeps its chords, and the view gets the plain keys. */
  handleEvent(event: KeyboardEvent): void {
    if (event.target instanceof Node && this.node.contains(event.target)) {
      if (isHostShortcut(event)) {
        this.node.removeAttribute(SUPPRESS_SHORTCUTS);
      } else {
        this.node.setAttribute(SUPPRESS_SHORTCUTS, 'true');
      }
    }
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    // On the window, as JupyterLab itself listens in the capture phase of the document.
    window.addEventListener('keydown', this, true);
  }

  protected override onBeforeDetach(msg: Message): void {
    window.removeEventListener('keydown', this, true);
    super.onBeforeDetach(msg);
  }

  private _onChoice(): void {
    this._isAskedFor = false;
    void this._draw();
  }

  private async _draw(): Promise<void> {
    if (this._choice.isOff && !this._isAskedFor) {
      this._unmount();
      this.node.replaceChildren(createStub(this._trans, () => this._show()));
      return;
    }
    const { mount } = await import('./view-module');
    if (this.isDisposed || (this._choice.isOff && !this._isAskedFor)) {
      return; // overtaken while the view was being fetched
    }
    if (this._view) {
      this._view.update(this._data, this._host());
    } else {
      this.node.replaceChildren();
      this._view = mount(this.node, this._data, this._host());
    }
  }

  private _show(): void {
    this._isAskedFor = true;
    void this._draw();
  }

  private _host(): ViewHost {
    const chosen = this._choice.chosen;
    return {
      state: sessionState,
      advice: code => this._advice(code),
      ...(chosen && chosen !== 'off' && { display: chosen })
    };
  }

  private _advice(code: string): string | undefined {
    return code === 'version'
      ? this._trans.__(
          'This notebook was written by a newer Spanbook. Upgrade with "pip install --upgrade spanbook", then restart JupyterLab.'
        )
      : undefined;
  }

  private _unmount(): void {
    this._view?.dispose();
    this._view = undefined;
  }
}
