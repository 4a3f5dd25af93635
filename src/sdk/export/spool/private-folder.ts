import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { read } from '../../config/environment';

/** Where entries are kept that are not to be sent again: refused, or not to be read. */
export const ASIDE = 'aside';

/** The folder of all processes of this user: SPANBOOK_SPOOL_DIR, else in the user's folder for state. */
export function spoolFolder(): string {
  return read('SPANBOOK_SPOOL_DIR') ?? join(stateFolder(), 'spanbook', 'spool');
}

/** By the XDG Base Directory Specification, or as the other systems have it. */
function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_STATE_HOME) {
    return XDG_STATE_HOME;
  }
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support');
  }
  return process.platform === 'win32'
    ? (LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
    : join(homedir(), '.local', 'state');
}

/**
 * Makes a folder that only its owner can enter, or tightens one.
 * @throws Error when it is somebody else's, or no folder.
 */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = checkedStat(folder);
  const ownUid = process.getuid?.();
  if (ownUid !== undefined && uid !== ownUid) {
    throw new Error(`${folder} belongs to another user`);
  }
  if (ownUid !== undefined && (mode & 0o777) !== 0o700) {
    chmodSync(folder, 0o700);
  }
}

/** A link could lead to a place that others can read. */
function checkedStat(folder: string): { uid: number; mode: number } {
  const stat = lstatSync(folder);
  if (!stat.isDirectory()) {
    throw new Error(`${folder} is not a folder`);
  }
  return stat;
}
