import type { TranslationBundle } from '@jupyterlab/translation';
import type { MountedView, ViewHost } from '../view/host';
import type { DisplayChoice } from './display-choice';
import { sessionState } from './session-state';
import { guardShortcuts } from './shortcuts';
import { createStub } from './stub';

/**
 * What stands in the node of one renderer: the view, mounted once and updated in place, or the stub while traces are
 * off.
 *
 *     div.sb-renderer[data-mime-type]
 *       div.sb-output
 */
export class TraceOutput {
  private readonly _unguard: () => void;
  private _data: unknown;
  private _view: MountedView | undefined;
  /** Set when the reader asks for this one output although traces are off; ends with the next change of the setting. */
  private _isAskedFor = false;
  private _isDisposed = false;

  constructor(
    private readonly _node: HTMLElement,
    private readonly _choice: DisplayChoice,
    private readonly _trans: TranslationBundle
  ) {
    this._unguard = guardShortcuts(_node);
  }

  async draw(data: unknown): Promise<void> {
    this._data = data;
    if (this._isOff) {
      this._drawStub();
    } else {
      await this._drawView();
    }
  }

  /** Draws again after the user changed how traces are shown. */
  async followChoice(): Promise<void> {
    this._isAskedFor = false;
    await this.draw(this._data);
  }

  dispose(): void {
    this._isDisposed = true;
    this._unguard();
    this._unmount();
  }

  private get _isOff(): boolean {
    return this._choice.isOff && !this._isAskedFor;
  }

  private _drawStub(): void {
    this._unmount();
    const show = (): void => {
      this._isAskedFor = true;
      void this.draw(this._data);
    };
    this._node.replaceChildren(createStub(this._trans, show));
  }

  private async _drawView(): Promise<void> {
    const { mount } = await import('./view-module');
    if (this._isDisposed || this._isOff) {
      return; // overtaken while the view was being fetched
    }
    if (this._view) {
      this._view.update(this._data, this._host());
    } else {
      this._node.replaceChildren();
      this._view = mount(this._node, this._data, this._host());
    }
  }

  private _host(): ViewHost {
    const { chosen } = this._choice;
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
