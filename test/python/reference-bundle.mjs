// The output that `src/bundle` makes of MLflow's JSON or of a bundle; {"traces": text, "maxBytes": number} stands on standard input.
import { build } from 'esbuild';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const bundled = await build({
  entryPoints: [
    fileURLToPath(new URL('../../src/bundle/index.ts', import.meta.url))
  ],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node'
});
const code = Buffer.from(bundled.outputFiles[0].contents).toString('base64');
const { bundleOf, mimeBundleOf, parseBundle } = await import(
  `data:text/javascript;base64,${code}`
);
const { traces, maxBytes } = JSON.parse(await text(process.stdin));
const parsed = parseBundle(traces);
if (!parsed.ok) throw new Error(JSON.stringify(parsed));
const { traces: found, search } = parsed.bundle;
process.stdout.write(
  JSON.stringify(mimeBundleOf(bundleOf(found, { maxBytes, search })))
);
