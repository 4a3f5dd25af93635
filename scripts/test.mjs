#!/usr/bin/env node
import './lib/require-node.mjs';

const fs = (await import('node:fs')).default;
const path = (await import('node:path')).default;
const { bringChromium } = await import('./lib/chromium.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { TEST_RESULTS } = await import('./lib/paths.mjs');
const { chooseRunners, runAll, summaryOf } =
  await import('./lib/run-tests.mjs');
const { sumOf } = await import('./lib/reports.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

async function main() {
  const progress = createProgress();
  const runners = chooseRunners(process.argv.slice(2));
  const ending = new AbortController();
  endWithEverything({ onEnd: () => ending.abort() });
  await runSetup(progress);
  const chromium = await bringChromium(progress);
  fs.rmSync(TEST_RESULTS, { recursive: true, force: true });
  fs.mkdirSync(path.join(TEST_RESULTS, 'reports'), { recursive: true });
  const results = await runAll(runners, {
    progress,
    chromium,
    signal: ending.signal
  });
  const { passed, failed } = sumOf(results.map(({ tally }) => tally));
  for (const line of summaryOf(results)) progress.line(line);
  progress.line(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

await runCommand(main);
