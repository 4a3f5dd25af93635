import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

import { PYTHON } from './paths.mjs';
import { installCommand } from './platform.mjs';
import { UserError } from './user-error.mjs';

const OLDEST = { major: 3, minor: 10 };

/** Prints version and whether `venv` can make an environment with pip; Debian ships these apart. */
const PROBE =
  'import sys, importlib.util as u; print(*sys.version_info[:2], all(map(u.find_spec, ("venv", "ensurepip"))))';

/** @typedef {{ command: string, args: string[], version: string, hasVenv: boolean, isNewEnough: boolean }} Python */

/**
 * @param {string} command
 * @param {string[]} [args] such as `-3` of Windows' `py`
 * @returns {Python | undefined} undefined when it does not run
 */
export function probePython(command, args = []) {
  try {
    const text = execFileSync(command, [...args, '-c', PROBE], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000
    });
    return readProbe(command, args, text);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} text what `PROBE` printed
 * @returns {Python}
 */
export function readProbe(command, args, text) {
  const [major = 0, minor = 0] = text.split(' ').map(Number);
  return {
    command,
    args,
    version: `${major}.${minor}`,
    hasVenv: text.trim().endsWith('True'),
    isNewEnough:
      major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)
  };
}

/** The names under which a Python may be found, the likeliest first; `PYTHON` names one by hand. */
function candidates() {
  const named = process.env.PYTHON;
  const versions = ['3.13', '3.12', '3.11', '3.10', '3.14'];
  return [
    ...(named ? [[named]] : []),
    ['python3'],
    ['python'],
    ...(process.platform === 'win32' ? [['py', '-3']] : []),
    ...versions.map(version => [`python${version}`])
  ];
}

/**
 * @returns {Python} the first Python that can make our environment
 * @throws {UserError} naming the command that installs what is missing
 */
export function findPython() {
  const found = [];
  for (const [command, ...args] of candidates()) {
    const python = command ? probePython(command, args) : undefined;
    if (python?.isNewEnough && python.hasVenv) return python;
    if (python) found.push(python);
  }
  throw new UserError(complaintAbout(found));
}

/** @param {Python[]} found @returns {string} */
export function complaintAbout(found) {
  const needed = `Spanbook needs Python ${OLDEST.major}.${OLDEST.minor} or newer with venv`;
  const venvless = found.find(python => python.isNewEnough);
  if (venvless)
    return `${needed}; ${venvless.command} is ${venvless.version} but has no venv.\nInstall it: ${installCommand('venv')}`;
  const old = found.map(python => `${python.command} is ${python.version}`);
  const why = old.length > 0 ? old.join(', ') : 'there is no python3';
  return `${needed}; ${why}.\nInstall it: ${installCommand('python')}\nor name one: PYTHON=/path/to/python3 npm start`;
}

/** @returns {boolean} whether `.venv` holds a Python that runs and is new enough */
export function hasWorkingVenv() {
  return fs.existsSync(PYTHON) && probePython(PYTHON)?.isNewEnough === true;
}
