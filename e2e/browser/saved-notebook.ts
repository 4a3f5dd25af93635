import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** JupyterLab asks for a kernel when a notebook names one that is not installed. */
const ABSENT_KERNEL = {
  name: 'not-installed-here',
  display_name: 'Elsewhere',
  language: 'typescript'
};

/** Writes a notebook whose only cell has one output, of these MIME types, saved under it. */
export function writeSavedNotebook(
  folder: string,
  name: string,
  data: Readonly<Record<string, unknown>>
): void {
  const cell = {
    cell_type: 'code',
    id: 'saved',
    execution_count: 1,
    metadata: {},
    source: 'await answer("What is a span?")',
    outputs: [{ output_type: 'display_data', data, metadata: {} }]
  };
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: ABSENT_KERNEL },
    cells: [cell]
  };
  writeFileSync(join(folder, name), JSON.stringify(notebook));
}

/** Copies a notebook as if it came from a machine with another kernel. */
export function copyWithoutKernel(
  folder: string,
  from: string,
  to: string
): void {
  const notebook = JSON.parse(readFileSync(join(folder, from), 'utf8'));
  notebook.metadata.kernelspec = ABSENT_KERNEL;
  writeFileSync(join(folder, to), JSON.stringify(notebook));
}
