// The sample traces in the forms that the viewers read, each made once.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** `bundleText(spans)`, `profileText(spans)` for speedscope, and `otlpRequests(spans, traceId, most)` for MLflow. */
export async function samples() {
  const made = await makers();
  const bundles = new Map();
  return {
    bundleText(spans) {
      if (!bundles.has(spans)) {
        bundles.set(spans, JSON.stringify(made.sampleBundle(spans)));
      }
      return bundles.get(spans);
    },
    profileText: spans => made.speedscopeProfile(made.sampleTrace(spans)),
    otlpRequests: (spans, traceId, most) =>
      made.otlpRequests(made.sampleTrace(spans), traceId, most)
  };
}

/** What makes them, from its TypeScript. */
async function makers() {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './sample-bundle'; export * from './sample-peers';`,
      resolveDir: fileURLToPath(new URL('page', import.meta.url))
    },
    ...{ bundle: true, write: false, format: 'esm', target: 'es2022' }
  });
  const code = Buffer.from(outputFiles[0].text).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}
