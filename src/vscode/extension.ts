import * as vscode from 'vscode';
import type { Notice, Shown } from './messages';
import { shownOf, webAddress } from './notice';
import { openInMlflow } from './open-in-mlflow';
import { saveFile } from './save-file';

const RENDERER = 'spanbook-trace';
const SECTION = 'spanbook';

/** VS Code calls it when a notebook shows the first trace, and with the first command. */
export function activate(context: vscode.ExtensionContext): void {
  const messaging = vscode.notebooks.createRendererMessaging(RENDERER);
  const tell = (editor?: vscode.NotebookEditor): void => {
    void messaging.postMessage(settingsNotice(), editor);
  };
  context.subscriptions.push(
    messaging.onDidReceiveMessage(({ editor, message }) => {
      answer(message, () => tell(editor));
    }),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration(SECTION)) {
        tell();
      }
    }),
    ...commands()
  );
}

function commands(): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    registerCommand('spanbook.showExpanded', () => choose('expanded')),
    registerCommand('spanbook.showCollapsed', () => choose('collapsed')),
    registerCommand('spanbook.hide', () => choose('off')),
    registerCommand('spanbook.openInMlflow', () => openInMlflow(settings()))
  ];
}

/** For all notebooks of this user, as the settings editor would. */
async function choose(display: Shown): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('display', display, Global);
}

function settings(): Omit<Notice, 'type'> {
  const chosen = vscode.workspace.getConfiguration(SECTION);
  return {
    display: shownOf(chosen.get('display')),
    trackingUri: webAddress(chosen.get('trackingUri') || fromEnvironment())
  };
}

function settingsNotice(): Notice {
  return { type: 'settings', ...settings() };
}

/** What kernels that VS Code starts would inherit; nothing in a browser, which has no environment. */
function fromEnvironment(): string | undefined {
  return typeof process === 'undefined'
    ? undefined
    : process.env['MLFLOW_TRACKING_URI'];
}

function answer(message: unknown, tell: () => void): void {
  const { type, name, bytes }: Partial<Record<string, unknown>> = {
    ...(typeof message === 'object' ? message : undefined)
  };
  if (type === 'ready') {
    tell();
  } else if (
    type === 'save' &&
    typeof name === 'string' &&
    bytes instanceof Uint8Array
  ) {
    void saveFile(name, bytes);
  }
}
