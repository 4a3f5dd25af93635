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
    examples: (symbol.declarations ?? []).flatMap(examplesOf)
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
    ? type.getProperties().filter(member => isFunction(checker, member))
    : [];
}

function isFunction(checker, symbol) {
  return checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0;
}

/** From the text of the comments: TypeScript takes a decorator in an example for a tag. */
function examplesOf(declaration) {
  return ts
    .getJSDocCommentsAndTags(declaration)
    .filter(ts.isJSDoc)
    .map(comment =>
      comment
        .getText()
        .replace(/^\/\*\*|\*\/$/g, '')
        .replace(/^ *\* ?/gm, '')
    )
    .flatMap(text => [...text.matchAll(EXAMPLE)])
    .map(([, fenced, bare]) => fenced ?? bare);
}
const EXAMPLE = /^@example\n(?:```\w*\n([^]*?)\n```|([^]*?)(?=^@|$(?![^])))/gm;

/** `call(); // → value` becomes a comparison. */
const withChecks = code =>
  code.replace(
    /^(\s*)([^\n]*?);? *\/\/ → ([^\n]+)$/gm,
    '$1isEqual(await ($2), ($3));'
  );

/** Tells the names that stand in the code and are not declared by one of its statements. */
function freeNamesOf(code) {
  const file = ts.createSourceFile('e.ts', code, ts.ScriptTarget.ES2022, true);
  const used = new Set();
  const addNames = node => {
    if (ts.isIdentifier(node)) used.add(node.text);
    ts.forEachChild(node, addNames);
  };
  addNames(file);
  const declared = file.statements.flatMap(namesDeclaredBy);
  return name => used.has(name) && !declared.includes(name);
}

function namesDeclaredBy(node) {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.flatMap(namesDeclaredBy);
  }
  const { name } = node;
  if (name === undefined) return [];
  return ts.isIdentifier(name)
    ? [name.text]
    : (name.elements ?? []).flatMap(namesDeclaredBy);
}

/** The example with what it takes for granted: the package's names, and the world of example-world.ts. */
function programOf(example, own, given) {
  const code = withChecks(example);
  const isFree = freeNamesOf(code);
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
