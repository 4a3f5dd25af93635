#!/usr/bin/env node
// `npm run package:vscode`: builds the VS Code extension and packs packages/vscode/dist/spanbook.vsix by VS Code's own tool,
// which npm fetches when it is needed: it brings 35 MB that nothing else here uses.
import { inRoot } from './lib/paths.mjs';
import { runChecks } from './lib/run-checks.mjs';

const VSCE = '@vscode/vsce@3.9.2';

/** @type {import('./lib/run-checks.mjs').Check} */
const pack = [
  'package',
  'npm',
  ...['exec', '--yes', '--ignore-scripts', `--package=${VSCE}`],
  ...['--workspace=packages/vscode', '--'],
  ...['vsce', 'package', '--no-dependencies', '--out=dist/spanbook.vsix']
];

const isDone =
  (await runChecks([
    ['build', process.execPath, inRoot('scripts/build-vscode.mjs')]
  ])) && (await runChecks([pack]));
process.exitCode = isDone ? 0 : 1;
