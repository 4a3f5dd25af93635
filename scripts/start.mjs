#!/usr/bin/env node
import './lib/require-node.mjs';

const { endWithEverything } = await import('./lib/ending.mjs');
const { startJupyter, untilUp } = await import('./lib/jupyter.mjs');
const { ROOT } = await import('./lib/paths.mjs');
const { choosePort } = await import('./lib/ports.mjs');
const { endAll, failureOf } = await import('./lib/processes.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { readStartOptions, START_USAGE } =
  await import('./lib/start-options.mjs');
const { runCommand, UserError } = await import('./lib/user-error.mjs');

/** The kernels and MLflow run from this folder; the browser that Jupyter opened does not. @param {string} command */
const isOurs = command => command.includes(ROOT);

async function main() {
  const options = readStartOptions(process.argv.slice(2));
  const progress = createProgress();
  if (options.help) {
    progress.line(START_USAGE);
    return;
  }
  endWithEverything({
    isOurs,
    onEnd: () => progress.line('\nEnding JupyterLab, its kernels and MLflow')
  });
  // Before the set-up: it is no time to learn after minutes that the port is taken.
  await choosePort(options.port);
  await runSetup(progress);
  const port = await choosePort(options.port);
  const jupyter = startJupyter({ ...options, port });
  const over = failureOf(jupyter.child);
  try {
    await progress.step('start of JupyterLab', () => untilUp(jupyter));
    tellAddress(progress, jupyter);
    const failure = await over;
    if (failure) throw new UserError(`JupyterLab has ended: ${failure}`);
  } finally {
    await endAll(isOurs);
  }
}

/**
 * @param {ReturnType<typeof createProgress>} progress
 * @param {ReturnType<typeof startJupyter>} jupyter
 */
function tellAddress({ line }, { page, base }) {
  line(`\n  JupyterLab  ${page}`);
  line(`  MLflow      ${base}/spanbook/mlflow/`);
  line('\nCtrl+C ends both.\n');
}

await runCommand(main);
