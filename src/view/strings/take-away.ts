import * as trans from './trans';
import { words } from './words';

/** The words of what is taken along; apart from the others, as they are fetched with it. */
export const takeStrings = words({
  takeAlong: trans.__('Copy and save'),
  copyTraceId: trans.__('Copy trace id'),
  openInMlflow: trans.__('Open in MLflow'),
  openHere: trans.__('Open MLflow in a tab here'),
  copyLink: trans.__('Copy link to MLflow'),
  copyMlflowJson: trans.__('Copy as JSON (MLflow)'),
  copyOtlpJson: trans.__('Copy as JSON (OTLP)'),
  copyMarkdown: trans.__('Copy as Markdown'),
  saveMlflowJson: trans.__('Save JSON (MLflow)'),
  saveOtlpJson: trans.__('Save JSON (OTLP)'),
  saveSvg: trans.__('Save timeline as SVG'),
  savePng: trans.__('Save timeline as PNG'),
  saved: trans.__('Saved'),
  saveFailed: trans.__('Not saved: {why}')
});
