import * as vscode from 'vscode';
import { advise } from './advice';
import { askCredentials } from './ask-credentials';
import { registerCommands } from './commands';
import { CredentialStore } from './credentials';
import { Login } from './login';
import { Messenger } from './messenger';
import { readSettings, SECTION } from './settings';
import { TrackingDesk } from './tracking-desk';

const RENDERER = 'spanbook-trace';

/** VS Code calls it when a notebook shows the first trace, and with the first command. */
export function activate(context: vscode.ExtensionContext): void {
  const credentials = new CredentialStore(context.secrets);
  const login = new Login(credentials, askCredentials);
  const desk = new TrackingDesk({
    isTrusted: () => vscode.workspace.isTrusted,
    address: () => readSettings().trackingUri,
    login,
    advise
  });
  const messenger = new Messenger(
    vscode.notebooks.createRendererMessaging(RENDERER),
    desk
  );
  context.subscriptions.push(
    messenger,
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration(SECTION)) {
        messenger.tellSettings();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => messenger.tellSettings()),
    ...registerCommands(login, credentials)
  );
}
