import fs from 'node:fs';
import path from 'node:path';

import { inRoot, VENV_SHARE, venvProgram } from './paths.mjs';

/**
 * The kernels of this working copy. Written by hand rather than by `deno jupyter --install` and `tslab install`: the
 * first ignores Jupyter's folders and installs for the whole user, the second adds a JavaScript kernel that has no
 * use here. Absolute paths, because a kernel starts with the PATH of the server, whatever that is.
 */
export const kernelSpecs = () => ({
  deno: {
    argv: [
      venvProgram('deno'),
      'jupyter',
      '--kernel',
      '--conn',
      '{connection_file}'
    ],
    display_name: 'Deno',
    language: 'typescript'
  },
  tslab: {
    // Through Node itself: what npm puts into .bin is a shell script on Windows.
    argv: [
      process.execPath,
      inRoot('node_modules', 'tslab', 'bin', 'tslab'),
      'kernel',
      '--config-path',
      '{connection_file}'
    ],
    display_name: 'TypeScript',
    language: 'typescript'
  }
});

/**
 * Writes each kernelspec that differs from what stands in `.venv`.
 *
 * @param {string} [folder]
 * @returns {string[]} the names of those written
 */
export function registerKernels(folder = path.join(VENV_SHARE, 'kernels')) {
  return Object.entries(kernelSpecs()).flatMap(([name, spec]) => {
    const file = path.join(folder, name, 'kernel.json');
    const text = `${JSON.stringify(spec, undefined, 2)}\n`;
    if (readText(file) === text) return [];
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return [name];
  });
}

/** @param {string} file @returns {string | undefined} */
function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
