import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as TypeScript from 'typescript';

/* The published types, compiled by the compilers and with the settings that users have. */

const ROOT = join(__dirname, '../..');
const load = createRequire(join(ROOT, 'package.json'));
// Modules of the same shape; `require` has no types.
const newest = load('typescript') as typeof TypeScript;
const tslabs = load('@tslab/typescript-for-tslab') as typeof TypeScript;
let folder: string;

const SHARED = ['functions.ts', 'decorators.ts', 'spans.ts'];

function problemsOf(
  compiler: typeof TypeScript,
  files: readonly string[],
  options: TypeScript.CompilerOptions
): readonly string[] {
  const program = compiler.createProgram(
    files.map(file => join(folder, file)),
    {
      noEmit: true,
      strict: true,
      skipLibCheck: false,
      types: [],
      target: compiler.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      ...options
    }
  );
  return compiler.getPreEmitDiagnostics(program).map(problemText);
}

function problemText({
  file,
  start = 0,
  messageText
}: TypeScript.Diagnostic): string {
  const { line } = file?.getLineAndCharacterOfPosition(start) ?? { line: -1 };
  return `${file?.fileName.split('/').at(-1) ?? ''}:${line + 1} ${newest.flattenDiagnosticMessageText(messageText, ' ')}`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(ROOT, 'test/types/.consumer-'));
  const home = join(folder, 'node_modules/spanbook');
  await mkdir(home, { recursive: true });
  await cp(join(ROOT, 'packages/sdk/package.json'), join(home, 'package.json'));
  await promisify(execFile)(process.execPath, [
    join(ROOT, 'scripts/build-sdk.mjs'),
    join(home, 'dist')
  ]);
  await cp(join(ROOT, 'test/types/consumers'), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the types of the package', () => {
  it('hold in TypeScript 5.0 with Node10 resolution and legacy decorators', () => {
    expect(tslabs.version).toMatch(/^5\.0\./);
    const problems = problemsOf(tslabs, SHARED, {
      module: tslabs.ModuleKind.ESNext,
      moduleResolution: tslabs.ModuleResolutionKind.Node10,
      experimentalDecorators: true
    });
    expect(problems).toEqual([]);
  }, 60_000);

  it('hold in TypeScript 5.0 with standard decorators', () => {
    const problems = problemsOf(tslabs, SHARED, {
      module: tslabs.ModuleKind.ESNext,
      moduleResolution: tslabs.ModuleResolutionKind.Node10
    });
    expect(problems).toEqual([]);
  }, 60_000);

  it('let a cell of tslab compile, which is not strict and leaves types out', () => {
    const problems = problemsOf(tslabs, ['untyped.ts'], {
      strict: false,
      module: tslabs.ModuleKind.ESNext,
      moduleResolution: tslabs.ModuleResolutionKind.Node10,
      experimentalDecorators: true
    });
    expect(problems).toEqual([]);
  }, 60_000);

  it('hold in the newest TypeScript with bundler resolution, standard decorators and `using`', () => {
    const problems = problemsOf(newest, [...SHARED, 'using.ts'], {
      module: newest.ModuleKind.ESNext,
      moduleResolution: newest.ModuleResolutionKind.Bundler,
      lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts']
    });
    expect(problems).toEqual([]);
  }, 60_000);

  it('hold in the newest TypeScript with legacy decorators and exact optional properties', () => {
    const problems = problemsOf(newest, SHARED, {
      module: newest.ModuleKind.ESNext,
      moduleResolution: newest.ModuleResolutionKind.Bundler,
      experimentalDecorators: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true
    });
    expect(problems).toEqual([]);
  }, 60_000);

  it('say where two types differ', async () => {
    await writeFile(
      join(folder, 'wrong.ts'),
      `import { trace } from 'spanbook';
       import { same } from './same';
       const add = trace((a: number) => a + 1);
       same<ReturnType<typeof add>, string>();`
    );
    const problems = problemsOf(newest, ['wrong.ts'], {
      module: newest.ModuleKind.ESNext,
      moduleResolution: newest.ModuleResolutionKind.Bundler
    });
    expect(problems).toEqual(['wrong.ts:4 Expected 1 arguments, but got 0.']);
  }, 60_000);

  it('need no types of other packages', async () => {
    const types = await readFile(
      join(folder, 'node_modules/spanbook/dist/index.d.ts'),
      'utf8'
    );
    expect(types).not.toMatch(/from ['"]/);
  });
});
