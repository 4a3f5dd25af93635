import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/* The package as a user has it: built, in the node_modules of a folder. Its types are tested in test/types. */

const run = promisify(execFile);
const ROOT = join(__dirname, '../../..');
let folder: string;

async function output(file: string, source: string): Promise<string> {
  await writeFile(join(folder, file), source);
  const { stdout } = await run(process.execPath, [join(folder, file)], {
    env: { PATH: process.env['PATH'] }
  });
  return stdout.trim();
}

beforeAll(async () => {
  folder = await mkdtemp(join(ROOT, 'packages/sdk/.test-'));
  const home = join(folder, 'node_modules/spanbook');
  await mkdir(home, { recursive: true });
  await cp(join(ROOT, 'packages/sdk/package.json'), join(home, 'package.json'));
  await run(process.execPath, [
    join(ROOT, 'scripts/build-sdk.mjs'),
    join(home, 'dist')
  ]);
  // A package of its own: else `spanbook` would be packages/sdk, in whose folder it lies for its dependencies.
  await writeFile(join(folder, 'package.json'), '{"name":"consumer"}');
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the built package', () => {
  it('shares its state between import and require', async () => {
    const text = await output(
      'both.mjs',
      `import { createRequire } from 'node:module';
       import * as esm from 'spanbook';
       const cjs = createRequire(import.meta.url)('spanbook');
       const inner = cjs.trace(() => esm.getActiveTraceId(), { name: 'inner' });
       const outer = esm.trace(() => inner() === cjs.getActiveTraceId(), { name: 'outer' });
       console.log(esm.trace !== cjs.trace, outer(), esm.getLastActiveTraceId() === cjs.getLastActiveTraceId());`
    );
    expect(text).toBe('true true true');
  }, 30_000);

  it.each([
    ['by default', ''],
    [
      // As the OpenAI Agents SDK does it.
      'by a handler that leaves it to others when others listen',
      `process.on('SIGTERM', async () => {
         await new Promise(resolve => setTimeout(resolve, 50));
         if (process.listeners('SIGTERM').length === 1) process.exit(0);
       });`
    ]
  ])(
    'lets a signal end the process %s',
    async (_, handler) => {
      const text = await output(
        'signal.mjs',
        `import { fork } from 'node:child_process';
         if (process.send) {
           await import('spanbook');
           ${handler}
           setInterval(() => {}, 1000);
           process.send('ready');
         } else {
           const child = fork('${join(folder, 'signal.mjs')}');
           const ended = new Promise(resolve => child.once('exit', () => resolve('ended')));
           const late = new Promise(resolve => setTimeout(resolve, 5000, 'still there').unref());
           child.once('message', () => child.kill('SIGTERM'));
           console.log(await Promise.race([ended, late]));
           child.kill('SIGKILL');
         }`
      );
      expect(text).toBe('ended');
    },
    30_000
  );

  it('registers nothing with OpenTelemetry and lets the process end', async () => {
    const text = await output(
      'clean.mjs',
      `import { createRequire } from 'node:module';
       import * as mlflow from 'spanbook';
       mlflow.setTrackingUri('http://127.0.0.1:9');
       mlflow.withSpan(() => 1);
       const keys = Object.getOwnPropertySymbols(globalThis).map(String).filter(key => key.includes('opentelemetry'));
       const api = createRequire('${ROOT}/packages/sdk/')('@opentelemetry/api');
       console.log(keys.every(() => api.trace.getActiveSpan() === undefined), api.trace.getTracerProvider().getDelegate().constructor.name);
       process.exitCode = 0;`
    );
    expect(text).toBe('true NoopTracerProvider');
  }, 30_000);
});
