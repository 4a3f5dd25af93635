// The program as JavaScript for Node, on stdout: `node compile.mjs cjs|esm`. The two take one flavour of decorators each.
import { readFileSync } from 'node:fs';
import typescript from 'typescript';

const isCommonJs = process.argv[2] === 'cjs';
const { ModuleKind, ScriptTarget } = typescript;
const source = readFileSync(new URL('program.ts', import.meta.url), 'utf8');
const { outputText } = typescript.transpileModule(source, {
  compilerOptions: {
    module: isCommonJs ? ModuleKind.CommonJS : ModuleKind.ESNext,
    target: ScriptTarget.ES2022,
    experimentalDecorators: isCommonJs
  }
});
process.stdout.write(outputText);
