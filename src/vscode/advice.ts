import * as vscode from 'vscode';
import { SETTING, wordsOf, type Hindrance } from './hindrance';

/** Says it beside the notebook too, with the button that mends it. */
export async function advise(hindrance: Hindrance): Promise<void> {
  const { title, command, args } = remedyOf(hindrance);
  const words = wordsOf(hindrance);
  if ((await vscode.window.showWarningMessage(words, title)) === title) {
    await vscode.commands.executeCommand(command, ...args);
  }
}

type Remedy = {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
};

function remedyOf({ kind }: Hindrance): Remedy {
  switch (kind) {
    case 'untrusted':
      return {
        title: 'Manage Workspace Trust',
        command: 'workbench.trust.manage',
        args: []
      };
    case 'nowhere':
    case 'elsewhere':
      return {
        title: 'Open Settings',
        command: 'workbench.action.openSettings',
        args: [SETTING]
      };
    case 'stranger':
      return {
        title: 'Set Credentials',
        command: 'spanbook.setCredentials',
        args: []
      };
  }
}
