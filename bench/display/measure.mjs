// CPU that the notebook display adds to a cell, against the display switched off in the same process, in turns; and the
// bytes of a span in the output. Needs the built package (npm run build:sdk). Fails when a budget is missed.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isMet, tableOf } from '../figures.mjs';

/** Without the user's own tracking server: what is measured is the display. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(MLFLOW|OTEL|SPANBOOK)_/.test(name)
  )
);
const figures = await new Promise((resolve, reject) => {
  fork(fileURLToPath(new URL('cells.mjs', import.meta.url)), [], { env })
    .once('message', resolve)
    .once('exit', code => reject(new Error(`cells.mjs ended with ${code}`)));
});
process.stdout.write(`${tableOf(figures)}\n`);
process.exitCode = figures.every(isMet) ? 0 : 1;
