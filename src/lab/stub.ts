import '../../style/stub.css';
import type { TranslationBundle } from '@jupyterlab/translation';

/** The one line that stands for an output while traces are off; `onShow` is called on a click. */
export function createStub(
  trans: TranslationBundle,
  onShow: () => void
): HTMLElement {
  const output = document.createElement('div');
  output.className = 'sb-output';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sb-stub';
  button.textContent = trans.__('MLflow trace hidden – show');
  button.addEventListener('click', onShow);
  output.append(button);
  return output;
}
