import * as vscode from 'vscode';
import type { Credentials } from './credentials';

const PASSWORD = 'User name and password';
const PASSWORD_ALONE = 'Password';
const TOKEN = 'Token';

/** Lets the reader type credentials for a server; undefined when they would rather not. What is typed is not shown. */
export async function askCredentials(
  origin: string
): Promise<Credentials | undefined> {
  const title = `Credentials for ${origin}`;
  const way = await vscode.window.showQuickPick([PASSWORD, TOKEN], {
    title,
    placeHolder: isOpen(origin)
      ? 'How does the tracking server know you? Without https, others on the network can read what you type.'
      : 'How does the tracking server know you?',
    ignoreFocusOut: true
  });
  if (way === TOKEN) {
    const token = await input({ title, prompt: TOKEN, password: true });
    return token === undefined ? undefined : { token: token.trim() };
  }
  const user = way && (await input({ title, prompt: 'User name' }));
  const password =
    user && (await input({ title, prompt: PASSWORD_ALONE, password: true }));
  return user && password ? { user: user.trim(), password } : undefined;
}

function input(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    ...options,
    ignoreFocusOut: true, // a password manager stands in another window
    validateInput: text =>
      isFit(text, options.prompt) ? undefined : 'This cannot be sent.'
  });
}

/** A token is sent as it is, in a header, which holds ASCII; the rest is encoded first. */
function isFit(text: string, prompt: string | undefined): boolean {
  return (prompt === TOKEN ? /^[ -~]+$/ : /^\P{Cc}+$/u).test(text);
}

/** Whether what is sent to it travels readable, to another computer. */
function isOpen(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  const isHere = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  return protocol === 'http:' && !isHere;
}
