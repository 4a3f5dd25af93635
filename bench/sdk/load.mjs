// Time and modules of an import in a fresh process: `node load.mjs package ...`, all of them together. CPU time: an import
// is too short for the wall clock of a machine that does other things too.
import { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url);
const begun = process.cpuUsage();
for (const name of process.argv.slice(2)) {
  await import(name);
}
const { user, system } = process.cpuUsage(begun);
const ms = (user + system) / 1e3;
process.send({ ms, modules: Object.keys(cache).length });
process.disconnect();
