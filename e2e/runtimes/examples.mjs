// The examples of the reference: every `@example` of what src/sdk/index.ts exports, and of the members of its classes and
// namespaces. `node examples.mjs <folder>` writes each as a program into that folder, which must find the built package,
// and prints as JSON what there is and what does not compile.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORLD = fileURLToPath(new URL('example-world.ts', import.meta.url));
const COMPILER = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  typeRoots: [path.join(ROOT, 'node_modules/@types')],
  skipLibCheck: true
};

/**
 * @typedef {object} Entry
 * @property {string} name such as `Trace.searchSpans`
 * @property {boolean} isMember
 * @property {boolean} isCode false for types
 * @property {boolean} isDescribed
 * @property {string[]} examples TypeScript
 */

/** @returns {Entry[]} */
function entriesOf(file) {
  const program = ts.createProgram([file], {
    ...COMPILER,
    typeRoots: [path.join(ROOT, 'node_modules/@types')]
  });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  return checker.getExportsOfModule(module).flatMap(exported => {
    const symbol =
      exported.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(exported)
        : exported;
    return [
      entryOf(checker, exported.name, symbol),
      ...membersOf(checker, symbol).map(member => ({
        ...entryOf(checker, `${exported.name}.${member.name}`, member),
        isMember: true
      }))
    ];
  });
}

function entryOf(checker, name, symbol) {
  const description = symbol.getDocumentationComment(checker);
  return {
    name,
    isMember: false,
    isCode: (symbol.flags & ts.SymbolFlags.Value) !== 0,
    isDescribed: ts.displayPartsToString(description) !== '',
    examples: symbol
      .getJsDocTags(checker)
      .filter(tag => tag.name === 'example')
      .map(tag => withoutFence(ts.displayPartsToString(tag.text)))
  };
}

/** Methods of a class, functions of an object that serves as a namespace. */
function membersOf(checker, { valueDeclaration: declaration }) {
  if (declaration === undefined) return [];
  const type = checker.getTypeAtLocation(declaration);
  const hasMembers =
    ts.isClassDeclaration(declaration) ||
    (ts.isVariableDeclaration(declaration) && type.flags & ts.TypeFlags.Object);
  return hasMembers
    ? type
        .getProperties()
        .filter(member => member.flags & ts.SymbolFlags.Method)
    : [];
}

const withoutFence = text =>
  text.replace(/^```\w*\n/, '').replace(/\n```\s*$/, '');

/** `call(); // → value` becomes a comparison. */
const withChecks = code =>
  code.replace(
    /^(\s*)([^\n]*?);? *\/\/ → ([^\n]+)$/gm,
    '$1isEqual(await ($2), ($3));'
  );

/** The names that stand in the code and are not declared there. */
function namesIn(code) {
  const used = new Set();
  const declared = new Set();
  const visit = node => {
    if (ts.isIdentifier(node)) used.add(node.text);
    const { name } = node;
    if (
      ts.isDeclarationStatement(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isParameter(node)
    ) {
      if (name !== undefined && ts.isIdentifier(name)) declared.add(name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true));
  return name => used.has(name) && !declared.has(name);
}

/** The example with what it takes for granted: the package's names, and the world of example-world.ts. */
function programOf(example, own, given) {
  const code = withChecks(example);
  const isFree = namesIn(code);
  return [
    "import * as mlflow from 'spanbook';",
    `import { ${own.filter(isFree).join(', ')} } from 'spanbook';`,
    `import { ${given.filter(isFree).join(', ')} } from './example-world.js';`,
    code,
    ''
  ].join('\n');
}

function problemsIn(files) {
  const program = ts.createProgram(files, { ...COMPILER, noEmit: true });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, start = 0, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, ' ');
      return file === undefined
        ? text
        : `${path.basename(file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1} ${text}`;
    });
}

function writeCompiled(source, text) {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: COMPILER
  });
  writeFileSync(source.replace(/\.ts$/, '.js'), outputText);
}

const folder = path.resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
const world = path.join(folder, 'example-world.ts');
copyFileSync(WORLD, world);
writeCompiled(world, ts.sys.readFile(world));

const entries = entriesOf(path.join(ROOT, 'src/sdk/index.ts'));
const own = entries.filter(entry => !entry.isMember).map(({ name }) => name);
const given = entriesOf(world).map(({ name }) => name);
const sources = entries.flatMap(({ name, examples }) =>
  examples.map((example, index) => {
    // Numbered, since some disks take `trace` and `Trace` for one name.
    const number = entries.findIndex(entry => entry.name === name);
    const source = path.join(folder, `${number}-${name}.${index + 1}.ts`);
    const text = programOf(example, own, given);
    writeFileSync(source, text);
    writeCompiled(source, text);
    return source;
  })
);
process.stdout.write(
  JSON.stringify({
    entries,
    programs: sources.map(source => source.replace(/\.ts$/, '.js')),
    problems: problemsIn(sources)
  })
);
