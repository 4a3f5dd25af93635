import * as vscode from 'vscode';
import type { Settings, Shown } from './messages';
import { shownOf, webAddress } from './notice';

/** The first part of the names of our settings. */
export const SECTION = 'spanbook';

/** In a workspace that is not trusted, VS Code leaves out what the workspace says of the tracking server. */
export function readSettings(): Settings {
  const chosen = vscode.workspace.getConfiguration(SECTION);
  return {
    display: shownOf(chosen.get('display')),
    trackingUri: webAddress(chosen.get('trackingUri') || fromEnvironment())
  };
}

/** For all notebooks of this user, as the settings editor would. */
export async function chooseDisplay(display: Shown): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('display', display, Global);
}

/** What kernels that VS Code starts would inherit; nothing in a browser, which has no environment. */
function fromEnvironment(): string | undefined {
  return typeof process === 'undefined'
    ? undefined
    : process.env['MLFLOW_TRACKING_URI'];
}
