// Builds packages/sdk/dist (or the folder given) from src/sdk: ESM, CJS, and one self-contained declaration file for each.
//   node scripts/build-sdk.mjs [folder]
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  writeFile
} from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = process.argv[2] ?? `${root}packages/sdk/dist`;
// Built beside and moved into place: a build that fails leaves the last good one.
await mkdir(dirname(target), { recursive: true });
const dist = await mkdtemp(`${target}-`);
const entry = `${root}src/sdk/index.ts`;
const manifest = JSON.parse(
  await readFile(`${root}packages/sdk/package.json`, 'utf8')
);
const external = Object.keys({
  ...manifest.dependencies,
  ...manifest.peerDependencies
}).concat('node:*');

/** @param {'esm' | 'cjs'} format @param {string} outfile */
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

try {
  await Promise.all([
    buildCode('esm', 'index.js'),
    buildCode('cjs', 'index.cjs'),
    buildTypes()
  ]);
  await chmod(dist, 0o755);
  await rm(target, { recursive: true, force: true });
  await rename(dist, target);
} finally {
  await rm(dist, { recursive: true, force: true });
}
