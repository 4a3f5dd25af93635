import path from 'node:path';

import { inRoot, PYTHON, TEST_RESULTS } from './paths.mjs';
import {
  judged,
  oneCheck,
  readJestReport,
  readJUnitReport,
  readReport
} from './reports.mjs';

/**
 * One program among the tests.
 *
 * @typedef {object} Runner
 * @property {string} name names it on the command line and in the report
 * @property {string} title
 * @property {string} command
 * @property {string[]} args
 * @property {string[]} [onlyFailed] further ones that leave the tests which failed last time
 * @property {(failure: string | undefined) => import('./reports.mjs').Tally} tally reads what it did once it has ended
 */

/** @param {string} name @param {string} extension */
const reportOf = (name, extension) =>
  path.join(TEST_RESULTS, 'reports', `${name}.${extension}`);

/**
 * @param {string} name
 * @param {string} title
 * @param {string[]} args of Node
 * @returns {Runner}
 */
const check = (name, title, args) => ({
  ...{ name, title, command: process.execPath, args },
  tally: oneCheck
});

/**
 * @param {string} name
 * @param {string} title
 * @param {string[]} args
 * @returns {Runner}
 */
function jest(name, title, args = []) {
  const report = reportOf(name, 'json');
  return {
    ...{ name, title, command: process.execPath },
    args: [
      inRoot('node_modules/jest/bin/jest.js'),
      ...['--json', `--outputFile=${report}`, ...args]
    ],
    onlyFailed: ['--onlyFailures'],
    tally: failure => judged(failure, readReport(report, readJestReport))
  };
}

/**
 * @param {string} name
 * @param {string} title
 * @param {string} folder
 * @param {string[]} [args]
 * @returns {Runner}
 */
function pytest(name, title, folder, args = []) {
  const report = reportOf(name, 'xml');
  return {
    ...{ name, title, command: PYTHON },
    args: ['-m', 'pytest', folder, `--junitxml=${report}`, ...args],
    onlyFailed: ['--last-failed', '--last-failed-no-failures=none'],
    tally: failure => judged(failure, readReport(report, readJUnitReport))
  };
}

/** Of pytest: so many files at once, as tests of kernels and servers mostly wait. @param {number} count */
const atATime = count => ['-n', String(count), '--dist', 'loadfile'];

/** As the tests' own conftest.py puts them, rather than those with most tests first. */
const IN_ORDER = '--no-loadscope-reorder';

/** In order: what is quick and fails often stands first. @type {readonly Runner[]} */
export const RUNNERS = [
  check('lint', 'lint (eslint, prettier, ruff: one check)', [
    inRoot('scripts/lint.mjs')
  ]),
  check('typecheck', 'types (tsc: one check)', [
    inRoot('scripts/typecheck.mjs')
  ]),
  check('size', 'size limits of what JupyterLab loads (one check)', [
    inRoot('node_modules/size-limit/bin.js')
  ]),
  check('package', 'the npm package and its API report (one check)', [
    inRoot('scripts/check-package.mjs')
  ]),
  // A spec that fails may leave a server open, which would keep jest, and so the whole run, from ending.
  jest('unit', 'unit tests (jest)', ['--forceExit', '--maxWorkers=2']),
  pytest('python', 'server extension (pytest)', 'test/python', atATime(2)),
  // With the quick ones of the fault tests: they need the same server. `npm run test:faults` runs all of them.
  pytest('sdk', 'SDK in Node and Deno against MLflow (pytest)', 'e2e/sdk', [
    ...['e2e/faults', '-m', 'not slow', ...atATime(2)]
  ]),
  pytest(
    'parity',
    'the same programs in Python and in ours (pytest)',
    'e2e/parity'
  ),
  pytest(
    'runtimes',
    'one program in five runtimes (pytest)',
    'e2e/runtimes',
    atATime(2)
  ),
  pytest('kernels', 'notebooks in real kernels (pytest)', 'e2e/kernels', [
    ...atATime(3),
    IN_ORDER
  ]),
  jest('browser', 'JupyterLab in Chromium (jest)', [
    ...['--config', 'e2e/browser/jest.config.js']
  ])
];
