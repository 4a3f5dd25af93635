/** The words of what is taken along; apart from the others, as they are fetched with it. */
export const takeStrings = {
  takeAlong: 'Copy and save',
  copyTraceId: 'Copy trace id',
  openInMlflow: 'Open in MLflow',
  copyLink: 'Copy link to MLflow',
  copyMlflowJson: 'Copy as JSON (MLflow)',
  copyOtlpJson: 'Copy as JSON (OTLP)',
  copyMarkdown: 'Copy as Markdown',
  saveMlflowJson: 'Save JSON (MLflow)',
  saveOtlpJson: 'Save JSON (OTLP)',
  saveSvg: 'Save timeline as SVG',
  savePng: 'Save timeline as PNG',
  saved: 'Saved',
  saveFailed: (why: string): string => `Not saved: ${why}`
} as const;
