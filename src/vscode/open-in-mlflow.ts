import * as vscode from 'vscode';
import { parseBundle } from '../bundle/parse-bundle';
import { nameOf } from '../bundle/plain-text';
import { BUNDLE_MIME_TYPE } from '../bundle/mime-type';
import type { TraceRecord } from '../bundle/types';
import { tracePage } from '../view/trace-page';
import { advise } from './advice';
import type { Settings } from './messages';

/** Opens a trace of the selected cell, else of the notebook, in MLflow's own pages in the browser. */
export async function openInMlflow({ trackingUri }: Settings): Promise<void> {
  if (trackingUri === undefined) {
    await advise({ kind: 'nowhere', named: undefined });
    return;
  }
  const trace = await chosenTrace();
  const page =
    trace &&
    tracePage({
      traceId: trace.info.traceId,
      ...(trace.info.experimentId !== undefined && {
        experimentId: trace.info.experimentId
      })
    });
  if (page !== undefined) {
    await vscode.env.openExternal(vscode.Uri.parse(`${trackingUri}${page}`));
  }
}

async function chosenTrace(): Promise<TraceRecord | undefined> {
  const traces = tracesOfSelection();
  if (traces.length < 2) {
    if (traces.length === 0) {
      await vscode.window.showInformationMessage(
        'The selected cell and this notebook hold no MLflow trace.'
      );
    }
    return traces[0];
  }
  const picked = await vscode.window.showQuickPick(
    traces.map(trace => ({
      label: nameOf(trace),
      description: trace.info.traceId,
      trace
    })),
    { placeHolder: 'Which trace?' }
  );
  return picked?.trace;
}

function tracesOfSelection(): readonly TraceRecord[] {
  const editor = vscode.window.activeNotebookEditor;
  if (!editor) {
    return [];
  }
  const selected = editor.selections.flatMap(range =>
    editor.notebook.getCells(range)
  );
  const own = tracesOf(selected);
  return own.length > 0 ? own : tracesOf(editor.notebook.getCells());
}

function tracesOf(cells: readonly vscode.NotebookCell[]): TraceRecord[] {
  return cells
    .flatMap(({ outputs }) => outputs.flatMap(({ items }) => items))
    .filter(({ mime }) => mime === BUNDLE_MIME_TYPE)
    .flatMap(({ data }) => {
      const parsed = parseBundle(new TextDecoder().decode(data));
      return parsed.ok ? parsed.bundle.traces : [];
    });
}
