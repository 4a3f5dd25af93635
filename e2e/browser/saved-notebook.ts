import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** JupyterLab asks for a kernel when a notebook names one that is not installed. */
const ABSENT_KERNEL = {
  name: 'not-installed-here',
  display_name: 'Elsewhere',
  language: 'typescript'
};

/** The data of an output, by MIME type. */
export type OutputData = Readonly<Record<string, unknown>>;

/** Writes a notebook whose only cell has one output, of these MIME types, saved under it. */
export function writeSavedNotebook(
  folder: string,
  name: string,
  data: OutputData
): void {
  writeSavedCells(folder, name, [data]);
}

/** Writes a notebook of one empty cell for a kernel that is installed. */
export function writeEmptyNotebook(
  folder: string,
  name: string,
  kernel: string
): void {
  const kernelspec = { ...ABSENT_KERNEL, name: kernel, display_name: kernel };
  write(folder, name, [cellOf('', 'empty')], kernelspec);
}

/** Writes a notebook of cells with one output each. */
export function writeSavedCells(
  folder: string,
  name: string,
  outputs: readonly OutputData[]
): void {
  const cells = outputs.map((data, i) => ({
    ...cellOf('await answer("What is a span?")', `saved${i}`),
    execution_count: i + 1,
    outputs: [{ output_type: 'display_data', data, metadata: {} }]
  }));
  write(folder, name, cells);
}

function cellOf(source: string, id: string): object {
  return {
    cell_type: 'code',
    id,
    execution_count: null,
    metadata: {},
    source,
    outputs: []
  };
}

function write(
  folder: string,
  name: string,
  cells: readonly object[],
  kernelspec = ABSENT_KERNEL
): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells
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
