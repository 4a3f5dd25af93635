import { render } from 'preact';
import type { MlflowPage } from '../host';
import { speak, type ReaderLanguage } from '../strings/language';
import { MlflowFrame } from './mlflow-frame';

/**
 * Draws a page of MLflow's into `element`, for a host that has room for one; `id` changes with what is shown. Call it
 * again for another page. The result removes it.
 */
export function mountFrame(
  element: HTMLElement,
  id: string,
  ask: () => Promise<MlflowPage>,
  language: ReaderLanguage
): () => void {
  speak(language);
  render(
    <div class="sb-output sb-mlflow-whole">
      <MlflowFrame id={id} ask={ask} />
    </div>,
    element
  );
  return () => render(null, element);
}
