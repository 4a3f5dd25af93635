// Builds packages/sdk/dist from src/sdk: ESM, CJS, and one self-contained declaration file for each.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}packages/sdk/dist`;
const entry = `${root}src/sdk/index.ts`;
const manifest = JSON.parse(
  await readFile(`${root}packages/sdk/package.json`, 'utf8')
);
const external = Object.keys(manifest.dependencies).concat('node:*');

async function buildCode(format, outfile) {
  await build({
    entryPoints: [entry],
    outfile: `${dist}/${outfile}`,
    bundle: true,
    format,
    external,
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning'
  });
}

async function buildTypes() {
  const bundle = await rollup({
    input: entry,
    external: id =>
      external.some(name => id === name || id.startsWith('node:')),
    plugins: [dts({ tsconfig: `${root}tsconfig.sdk.json` })]
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const [{ code }] = output;
  await writeFile(`${dist}/index.d.ts`, code);
  await writeFile(`${dist}/index.d.cts`, code);
}

await rm(dist, { recursive: true, force: true });
await Promise.all([
  buildCode('esm', 'index.js'),
  buildCode('cjs', 'index.cjs'),
  buildTypes()
]);
