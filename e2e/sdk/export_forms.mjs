// Reads a trace in any known form from stdin and prints `{mlflow, otlp}`: the texts that the view offers to take along.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  stdin: {
    contents: `export { parseBundle } from './parse-bundle';
      export { mlflowJson } from './mlflow-json';
      export { otlpJson } from './otlp-json';`,
    resolveDir: fileURLToPath(new URL('../../src/bundle', import.meta.url)),
    loader: 'ts'
  },
  bundle: true,
  write: false,
  format: 'esm'
});
const { parseBundle, mlflowJson, otlpJson } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
const { bundle } = parseBundle(readFileSync(0, 'utf8'));
const [trace] = bundle.traces;
process.stdout.write(
  JSON.stringify({ mlflow: mlflowJson(trace), otlp: otlpJson(trace) })
);
