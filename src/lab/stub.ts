import '../../style/stub.css';
import type { TranslationBundle } from '@jupyterlab/translation';

/** The one line that stands for an output of `count` traces while it is hidden; `onShow` is called on a click. */
export function createStub(
  trans: TranslationBundle,
  count: number,
  onShow: () => void
): HTMLElement {
  const output = document.createElement('div');
  output.className = 'sb-output';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sb-stub';
  button.textContent = trans._n(
    'MLflow trace hidden – show',
    '%1 MLflow traces hidden – show',
    count
  );
  button.addEventListener('click', onShow);
  output.append(button);
  return output;
}
