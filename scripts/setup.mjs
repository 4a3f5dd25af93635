#!/usr/bin/env node
import './lib/require-node.mjs';

const { runCommand } = await import('./lib/user-error.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');

endWithEverything();
await runCommand(() => runSetup());
