import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as TypeScript from 'typescript';

/* The package as a user has it: built, in the node_modules of a folder, used by programs and compilers. */

const run = promisify(execFile);
const ROOT = join(__dirname, '../../..');
const load = createRequire(join(ROOT, 'package.json'));
let folder: string;

/** Everything that a notebook uses, with the types that it relies on. */
const CONSUMER = `
import * as mlflow from 'spanbook';
import { trace, withSpan, startSpan, SpanType, type LiveSpan } from 'spanbook';

const add = trace((a: number, b = 2): number => a + b, { name: 'add', spanType: SpanType.TOOL });
const sum: number = add(1);
const generic = trace(<T>(value: T): T[] => [value]);
const texts: string[] = generic('a');
const answer = trace(async function answer(q: string) { return { q }; });
const later: Promise<{ q: string }> = answer('a');
const now: number = withSpan(() => 1);
const soon: Promise<number> = withSpan(async (span: LiveSpan) => { span.setOutputs(1); return 1; }, { name: 'n' });
const span = startSpan({ name: 's', spanType: 'my own type', inputs: { a: 1 } });
const start: bigint = span.startTime;
span.end({ outputs: 1 });
mlflow.updateCurrentTrace({ tags: { a: 'b' }, sessionId: 's' });
mlflow.tracing.disableNotebookDisplay();
mlflow.init();
mlflow.setTrackingUri('http://localhost:5000');
mlflow.setExperiment('e');
const id: string | null = mlflow.getLastActiveTraceId();
const flushed: Promise<number> = mlflow.flushTraces().then(({ sent }) => sent);

// @ts-expect-error the parameter is a number
add('x');
// @ts-expect-error a tag is a text
mlflow.updateCurrentTrace({ tags: { a: 1 } });

class Agent {
  @trace
  greet(name: string) { return name.length; }
  @trace({ name: 'ask', spanType: SpanType.AGENT })
  async ask(question = 'why') { return [question]; }
  @trace
  static make() { return new Agent(); }
}
const length: number = new Agent().greet('a');
const asked: Promise<string[]> = Agent.make().ask();
export { sum, texts, later, now, soon, start, id, flushed, length, asked };
`;

function problemsOf(
  compiler: typeof TypeScript,
  options: TypeScript.CompilerOptions,
  file: string
): readonly string[] {
  const program = compiler.createProgram([join(folder, file)], {
    noEmit: true,
    strict: true,
    skipLibCheck: false,
    types: [],
    target: compiler.ScriptTarget.ES2022,
    ...options
  });
  return compiler
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) =>
      compiler.flattenDiagnosticMessageText(messageText, '\n')
    );
}

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
  await writeFile(join(folder, 'consumer.ts'), CONSUMER);
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the types', () => {
  it('compile with TypeScript 5.0, Node10 resolution and legacy decorators, as in tslab', () => {
    const old = load('@tslab/typescript-for-tslab') as typeof TypeScript;
    const options = {
      module: old.ModuleKind.CommonJS,
      moduleResolution: old.ModuleResolutionKind.Node10,
      lib: ['lib.es2022.d.ts'],
      experimentalDecorators: true
    };
    expect(old.version).toMatch(/^5\.0\./);
    expect(problemsOf(old, options, 'consumer.ts')).toEqual([]);
  }, 60_000);

  it('compile with the newest TypeScript, bundler resolution, standard decorators, and `using`', async () => {
    const compiler = load('typescript') as typeof TypeScript;
    const options = {
      module: compiler.ModuleKind.ESNext,
      moduleResolution: compiler.ModuleResolutionKind.Bundler,
      lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts']
    };
    await writeFile(
      join(folder, 'using.ts'),
      `${CONSUMER}\n{ using scoped = startSpan({ name: 'scoped' }); scoped.setOutputs(1); }`
    );
    expect(problemsOf(compiler, options, 'using.ts')).toEqual([]);
  }, 60_000);

  it('need no types of other packages', async () => {
    const { readFile } = await import('node:fs/promises');
    const types = await readFile(
      join(folder, 'node_modules/spanbook/dist/index.d.ts'),
      'utf8'
    );
    expect(types).not.toMatch(/from ['"]/);
  });
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
