import type { ITranslator } from '@jupyterlab/translation';
import type { MountedView, ViewHost } from '../view/host';
import type { DisplayChoice } from './display-choice';
import { OwnToggle } from './own-toggle';
import { parseAside } from './parse-aside';
import { createPlaceholder } from './placeholder';
import { guardShortcuts } from './shortcuts';
import { createStub } from './stub';
import { tracesIn } from './traces-in';
import { viewHost } from './view-host';
import { whenNear } from './when-near';

/**
 * What stands in the node of one renderer: the view, mounted once it is near what the reader sees and updated in
 * place; a placeholder before that; or the stub while the output is hidden.
 *
 *     div.sb-renderer[data-mime-type]
 *       div.sb-output
 */
export class TraceOutput {
  private readonly _unguard: () => void;
  private readonly _own: OwnToggle;
  private _data: unknown;
  private _text = '';
  private _view: MountedView | undefined;
  private _stopWaiting: (() => void) | undefined;
  private _isNear = false;
  private _isDisposed = false;

  constructor(
    private readonly _node: HTMLElement,
    private readonly _choice: DisplayChoice,
    private readonly _translator: ITranslator
  ) {
    this._unguard = guardShortcuts(_node);
    this._own = new OwnToggle(_choice);
  }

  /** `text` says the same as `data`, and stands for it while it is out of sight. */
  async draw(data: unknown, text: string): Promise<void> {
    this._data = await parseAside(data);
    this._text = text;
    this._own.turnTo(tracesIn(data).id);
    await this.redraw();
  }

  /** Draws again, as after a change of how traces are shown. */
  async redraw(): Promise<void> {
    if (!this._own.isShown) {
      this._drawStub();
    } else if (this._view || this._isNear) {
      await this._drawView();
    } else {
      this._drawPlaceholder();
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._unguard();
    this._unmount();
  }

  /** Hides or shows this output alone, as its reader asks; the focus stays where the reader was. */
  private async _toggle(isShown: boolean): Promise<void> {
    this._own.isShown = isShown;
    this._isNear = true; // somebody stands before it
    await this.redraw();
    this._node.querySelector<HTMLElement>('.sb-stub, .sb-summary')?.focus();
  }

  private _drawStub(): void {
    this._unmount();
    const { count } = tracesIn(this._data);
    const trans = this._translator.load('spanbook');
    this._node.replaceChildren(
      createStub(trans, count, () => void this._toggle(true))
    );
  }

  private _drawPlaceholder(): void {
    this._unmount();
    const { chosen } = this._choice;
    this._node.replaceChildren(
      createPlaceholder(this._data, this._text, chosen)
    );
    this._stopWaiting = whenNear(this._node, () => {
      this._isNear = true;
      void this.redraw();
    });
  }

  private async _drawView(): Promise<void> {
    const { mount } = await import('./view-module');
    if (this._isDisposed || !this._own.isShown) {
      return; // overtaken while the view was being fetched
    }
    const host = this._host();
    if (this._view) {
      this._view.update(this._data, host);
    } else {
      this._node.replaceChildren();
      this._view = mount(this._node, this._data, host);
    }
  }

  private _host(): ViewHost {
    const hide = (): void => void this._toggle(false);
    return viewHost(this._choice, this._translator, hide);
  }

  private _unmount(): void {
    this._stopWaiting?.();
    this._stopWaiting = undefined;
    this._view?.dispose();
    this._view = undefined;
  }
}
