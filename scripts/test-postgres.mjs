#!/usr/bin/env node
// `npm run test:postgres`: MLflow on a real PostgreSQL and an object store, and the notebooks' tests against it. Apart from
// `npm test`, since it needs PostgreSQL (Debian: apt-get install postgresql) and runs those tests a second time.
// Usage: npm run test:postgres [-- test files and options of pytest]
import './lib/require-node.mjs';

const { venvEnvironment } = await import('./lib/environment.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { PYTHON, ROOT } = await import('./lib/paths.mjs');
const { bringPostgresPackages, POSTGRES_PYTHON, startStack } =
  await import('./lib/postgres.mjs');
const { failureOf, start } = await import('./lib/processes.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

/** The main job, end to end: what cells trace is shown, stored, found and read back; then what leans on the database most. */
const TESTS = [
  ...['examples', 'display', 'run_all', 'repetitions', 'broken_cells'].map(
    name => `e2e/kernels/test_${name}.py`
  ),
  ...['client_reading', 'client_managing', 'attachments'].map(
    name => `e2e/sdk/test_${name}.py`
  )
];

/** @param {string} python @param {readonly string[]} args @param {Record<string, string>} env */
async function passes(python, args, env) {
  const tests = start(python, ['-m', 'pytest', ...args], {
    cwd: ROOT,
    env: { ...venvEnvironment(), ...env }
  });
  return (await failureOf(tests)) === undefined;
}

async function main() {
  const progress = createProgress();
  endWithEverything();
  await runSetup(progress);
  await bringPostgresPackages(progress);
  const stack = await startStack();
  const env = {
    MLFLOW_DISABLE_TELEMETRY: 'true',
    SPANBOOK_TEST_TRACKING_URI: stack.uri,
    SPANBOOK_TEST_DATABASE: stack.database,
    SPANBOOK_TEST_STORE: stack.store
  };
  const asked = process.argv.slice(2);
  const isStored = await passes(POSTGRES_PYTHON, ['e2e/postgres'], env);
  const isTraced = await passes(PYTHON, asked.length ? asked : TESTS, env);
  await stack.stop();
  return isStored && isTraced ? 0 : 1;
}

await runCommand(main);
