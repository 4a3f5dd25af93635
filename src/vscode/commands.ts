import * as vscode from 'vscode';
import { advise } from './advice';
import type { CredentialStore } from './credentials';
import type { Login } from './login';
import { openInMlflow } from './open-in-mlflow';
import { chooseDisplay, readSettings } from './settings';

/** All commands of the manifest. */
export function registerCommands(
  login: Login,
  credentials: CredentialStore
): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    registerCommand('spanbook.showExpanded', () => chooseDisplay('expanded')),
    registerCommand('spanbook.showCollapsed', () => chooseDisplay('collapsed')),
    registerCommand('spanbook.hide', () => chooseDisplay('off')),
    registerCommand('spanbook.openInMlflow', () =>
      openInMlflow(readSettings())
    ),
    registerCommand('spanbook.setCredentials', () => setCredentials(login)),
    registerCommand('spanbook.forgetCredentials', () => forget(credentials))
  ];
}

async function setCredentials(login: Login): Promise<void> {
  const { trackingUri } = readSettings();
  if (trackingUri === undefined) {
    await advise({ kind: 'nowhere', named: undefined });
    return;
  }
  const { origin } = new URL(trackingUri);
  if (await login.ask(origin)) {
    await vscode.window.showInformationMessage(
      `Credentials for ${origin} are kept in VS Code's secret storage.`
    );
  }
}

async function forget(credentials: CredentialStore): Promise<void> {
  const origins = await credentials.origins();
  const chosen =
    origins.length < 2
      ? origins
      : await vscode.window.showQuickPick([...origins], {
          title: 'Forget the credentials for',
          canPickMany: true
        });
  if (chosen === undefined) {
    return;
  }
  await credentials.forget(chosen);
  await vscode.window.showInformationMessage(
    chosen.length === 0
      ? 'No credentials are kept.'
      : `Forgotten: credentials for ${chosen.join(', ')}.`
  );
}
