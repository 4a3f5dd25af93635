import * as vscode from 'vscode';

/** Asks where the file shall stand, beside the notebook to begin with, and writes it there. */
export async function saveFile(name: string, bytes: Uint8Array): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
  const folder =
    notebook && notebook.scheme !== 'untitled'
      ? vscode.Uri.joinPath(notebook, '..')
      : vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog(
    folder && { defaultUri: vscode.Uri.joinPath(folder, name) }
  );
  if (target === undefined) {
    return;
  }
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await vscode.window.showErrorMessage(`Not saved: ${name}. ${reason}`);
  }
}
