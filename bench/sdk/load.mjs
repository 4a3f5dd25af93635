// Time and modules of an import in a fresh process: `node load.mjs package ...`, all of them together.
import { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url);
const begun = process.hrtime.bigint();
for (const name of process.argv.slice(2)) {
  await import(name);
}
const ms = Number(process.hrtime.bigint() - begun) / 1e6;
process.send({ ms, modules: Object.keys(cache).length });
process.disconnect();
