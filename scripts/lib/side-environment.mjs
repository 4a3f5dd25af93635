import fs from 'node:fs';
import path from 'node:path';

import { PYTHON, VENV } from './paths.mjs';
import { runLogged } from './processes.mjs';

/** Lets a Python see the packages of `.venv` behind its own, so that it runs the Spanbook that is worked on. */
const SHARE_PACKAGES = `
import pathlib, sys, sysconfig
base = {"base": sys.argv[1], "platbase": sys.argv[1]}
packages = sysconfig.get_path("purelib", vars=base)
link = pathlib.Path(sysconfig.get_path("purelib"), "packages-of-spanbook.pth")
link.write_text(f"import site; site.addsitedir({packages!r})\\n")
`;

/**
 * Makes a virtual environment in `folder` with packages that `.venv` shall not have, before those of `.venv`.
 *
 * @param {string} log
 * @param {string} folder emptied first
 * @param {readonly string[]} packages as pip names them
 * @returns {Promise<string>} its Python
 */
export async function makeSideEnvironment(log, folder, packages) {
  const windows = process.platform === 'win32';
  const python = path.join(
    folder,
    ...(windows ? ['Scripts', 'python.exe'] : ['bin', 'python'])
  );
  fs.rmSync(folder, { recursive: true, force: true });
  await runLogged(log, PYTHON, ['-m', 'venv', folder]);
  await runLogged(log, python, [
    '-m',
    'pip',
    'install',
    '--no-input',
    ...packages
  ]);
  await runLogged(log, python, ['-c', SHARE_PACKAGES, VENV]);
  return python;
}
