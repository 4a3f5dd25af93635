import { mount } from '../view/mount';
import type { MountedView, ViewHost } from '../view/host';

/** Beside single characters: the view's own keys, by which VS Code would leave the output or move among the cells. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ...['Home', 'End', 'PageUp', 'PageDown', 'Enter', 'Backspace', 'Delete']
]);

/** One output item: the view, or the line that stands for it while it is hidden. */
export class RenderedOutput {
  private _view: MountedView | undefined;

  constructor(
    readonly element: HTMLElement,
    private readonly _onShow: () => void
  ) {
    element.addEventListener('keydown', keepOwnKeys);
  }

  draw(data: unknown, host: ViewHost): void {
    if (this._view) {
      this._view.update(data, host);
    } else {
      this.element.replaceChildren();
      this._view = mount(this.element, data, host);
    }
  }

  /** Leaves one line that brings the output back. */
  hide(): void {
    this._unmount();
    const output = document.createElement('div');
    output.className = 'sb-output';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sb-stub';
    button.textContent = 'MLflow trace hidden – show';
    button.addEventListener('click', this._onShow);
    output.append(button);
    this.element.replaceChildren(output);
  }

  dispose(): void {
    this.element.removeEventListener('keydown', keepOwnKeys);
    this._unmount();
    this.element.replaceChildren();
  }

  private _unmount(): void {
    this._view?.dispose();
    this._view = undefined;
  }
}

/** Stops keys that the view has had from reaching VS Code. Chords, Tab and Escape are VS Code's. */
function keepOwnKeys(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey } = event;
  const isChord = ctrlKey || metaKey || altKey;
  if (!isChord && (key.length === 1 || OWN_KEYS.has(key))) {
    event.stopPropagation();
  }
}
