import { randomBytes } from 'node:crypto';

import { REMOTE_MLFLOW } from './compatibility-rows.mjs';
import { rowOfTests } from './compatibility-table.mjs';
import { runJest } from './jest-report.mjs';
import { startMlflow } from './mlflow-server.mjs';
import { pythonWithLogin } from './old-versions.mjs';

/** Title of a test of `e2e/compatibility` → column. */
const COLUMNS = new Map([
  ['shows its view for notebooks', "MLflow's view"],
  ['shows its full UI', 'full UI'],
  [
    'answers pages, files and questions at the address of Jupyter',
    'files and questions'
  ],
  ['shows its credential to no browser', 'credential stays with Jupyter'],
  ['says in plain words what is wrong', 'wrong password is told']
]);

/**
 * MLflow's own pages in JupyterLab, of remote servers with a login.
 *
 * @param {string} folder where their data may lie
 * @param {string | undefined} chromium
 * @returns {Promise<readonly import('./compatibility-table.mjs').Row[]>}
 */
export async function remoteRows(folder, chromium) {
  const rows = [];
  for (const version of REMOTE_MLFLOW) {
    const login = {
      username: 'spanbook',
      password: randomBytes(12).toString('hex')
    };
    const server = await startMlflow(
      await pythonWithLogin(version),
      folder,
      login
    );
    const { tests } = await runJest('e2e/compatibility/jest.config.js', {
      SPANBOOK_REMOTE_URI: server.uri,
      SPANBOOK_REMOTE_USERNAME: login.username,
      SPANBOOK_REMOTE_PASSWORD: login.password,
      ...(chromium && { CHROMIUM_PATH: chromium })
    });
    await server.stop();
    rows.push(rowOfTests(`MLflow ${server.version}`, tests, COLUMNS));
  }
  return rows;
}
