import { INSTALLATIONS } from './compatibility-rows.mjs';
import { rowOfTests, told } from './compatibility-table.mjs';
import { buildPackages } from './installation.mjs';
import { pythonOf } from './old-versions.mjs';
import { testInstallation } from './test-installation.mjs';

/** Title of a test of `e2e/install` → column. */
const COLUMNS = new Map([
  ['starts its own MLflow', 'embedded MLflow'],
  [
    'runs the first trace of the README in deno, shows it and stores it',
    'Deno cell'
  ],
  [
    'runs the first trace of the README in tslab, shows it and stores it',
    'tslab cell'
  ],
  ['draws a saved notebook whose kernel is not there', 'saved notebook'],
  ['moves through a trace by the keyboard alone', 'keyboard']
]);

/**
 * The README's installation with several Pythons and JupyterLabs.
 *
 * @param {string} folder where the packages may be built
 * @param {string | undefined} chromium
 * @returns {Promise<readonly import('./compatibility-table.mjs').Row[]>}
 */
export async function installationRows(folder, chromium) {
  const packages = await buildPackages(folder);
  const rows = [];
  for (const [version = '', lab] of INSTALLATIONS) {
    const python = pythonOf(version);
    const title = `Python ${version}, JupyterLab ${lab}`;
    if (python === undefined) {
      rows.push(
        told([
          title,
          new Map([['embedded MLflow', `no python${version} on this machine`]])
        ])
      );
      continue;
    }
    const { tests, versions } = await testInstallation(packages, {
      chromium,
      python,
      further: lab === 'newest' ? [] : [`jupyterlab==${lab}`]
    });
    const found = `Python ${versions.python}, JupyterLab ${versions.jupyterlab}`;
    rows.push(rowOfTests(found, tests, COLUMNS));
  }
  return rows;
}
