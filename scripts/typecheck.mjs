#!/usr/bin/env node
// Types of everything, in three programs: with DOM, the SDK without, and the scripts. TypeScript by its path, because
// the bin that npm links is the 5.0 of tslab.
import { inRoot } from './lib/paths.mjs';
import { runChecks } from './lib/run-checks.mjs';

const TSC = inRoot('node_modules/typescript/bin/tsc');
const PROJECTS = [
  'tsconfig.json',
  'tsconfig.sdk.json',
  'tsconfig.scripts.json'
];

const areFine = await runChecks(
  PROJECTS.map(project => [project, process.execPath, TSC, '-p', project])
);
process.exitCode = areFine ? 0 : 1;
