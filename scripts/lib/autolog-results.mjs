import fs from 'node:fs';
import path from 'node:path';

import { AGES, ROWS } from './autolog-rows.mjs';
import { RUNTIMES } from './autolog-runtimes.mjs';
import { writeFormatted } from './formatted.mjs';
import { inRoot, SETUP } from './paths.mjs';

/** @typedef {import('./autolog-rows.mjs').Row} Row */
/** @typedef {import('./autolog-rows.mjs').Age} Age */

/**
 * What became of the calls of one row in one runtime: `yes`, `absent: …` where this version has no such call, else what
 * was wrong.
 *
 * @typedef {{ version: string, calls: Readonly<Record<string, string>> }} Result
 */

/** A file for each; it stays until its part is run again, so that the matrix can be run in parts, also several at once. */
const KEPT = path.join(SETUP, 'autolog-matrix', 'results');
const GOLDEN = inRoot('e2e/autolog-matrix/golden');

/** @param {Row} row @param {Age} age @param {string} runtime */
export const keyOf = ({ name }, age, runtime) => `${name} ${age} ${runtime}`;

/** @returns {Record<string, Result>} by `keyOf` */
export function keptResults() {
  const files = fs.existsSync(KEPT) ? fs.readdirSync(KEPT) : [];
  return Object.fromEntries(
    files.map(file => [
      path.basename(file, '.json'),
      JSON.parse(fs.readFileSync(path.join(KEPT, file), 'utf8'))
    ])
  );
}

/** @param {string} key @param {Result} result */
export function keep(key, result) {
  fs.mkdirSync(KEPT, { recursive: true });
  fs.writeFileSync(path.join(KEPT, `${key}.json`), JSON.stringify(result));
}

/**
 * The traces that each call makes, as lines of e2e/autolog-matrix/read_back.py; what an age has of its own is under
 * `<call>, <age>`.
 *
 * @param {Row} row
 * @returns {Record<string, readonly (readonly string[])[]>}
 */
export function goldenOf({ name }) {
  const file = path.join(GOLDEN, `${name}.json`);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

/** @param {Row} row @param {ReturnType<typeof goldenOf>} golden */
export async function writeGolden({ name }, golden) {
  const file = path.join(GOLDEN, `${name}.json`);
  await writeFormatted(file, JSON.stringify(golden));
}

/** @param {Result} result @returns {string} what a cell of the table says */
function said({ calls }) {
  const outcomes = Object.entries(calls).filter(
    ([, outcome]) => !outcome.startsWith('absent')
  );
  const missing = outcomes.filter(([, outcome]) => outcome !== 'yes');
  if (outcomes.length === 0) return 'no';
  return missing.length === 0
    ? `all ${outcomes.length}`
    : `${outcomes.length - missing.length} of ${outcomes.length}`;
}

/** A line for each version of each library that was run. @param {Record<string, Result>} results */
export function tableOf(results) {
  const runtimes = Object.entries(RUNTIMES);
  const lines = ROWS.flatMap(row =>
    AGES.flatMap(age => {
      const found = runtimes.map(([name]) => results[keyOf(row, age, name)]);
      const version = found.find(result => result)?.version;
      const cells = found.map(result => (result ? said(result) : 'not run'));
      return version === undefined ? [] : [[row.library, version, ...cells]];
    })
  );
  const head = [
    'library',
    'version',
    ...runtimes.map(([, { title }]) => title)
  ];
  return [head, head.map(() => '---'), ...lines]
    .map(line => `| ${line.join(' | ')} |`)
    .join('\n');
}

/** What stands under the table: why a row has fewer calls than another. @param {Record<string, Result>} results */
export function notesOf(results) {
  return ROWS.flatMap(row => {
    const absent = absentIn(row, results);
    const notes = [
      ...(absent.length > 0 ? [`the oldest has no ${absent.join(', ')}`] : []),
      ...differentIn(row, results).map(
        call => `${call}: ${row.gaps?.[call] ?? OTHER}`
      )
    ];
    return notes.length > 0
      ? [`- **${row.library}**: ${notes.join('; ')}.`]
      : [];
  }).join('\n');
}

const OTHER = 'in the oldest not recorded as in the newest';

/** @param {Row} row @param {Record<string, Result>} results @returns {string[]} calls of the oldest version with another trace */
function differentIn(row, results) {
  const found = Object.keys(RUNTIMES).flatMap(runtime =>
    Object.entries(results[keyOf(row, 'oldest', runtime)]?.calls ?? {})
  );
  const different = found.filter(
    ([, outcome]) => outcome !== 'yes' && !outcome.startsWith('absent')
  );
  return [...new Set(different.map(([call]) => call))];
}

/** @param {Row} row @param {Record<string, Result>} results @returns {string[]} calls that the oldest version has in no runtime */
function absentIn(row, results) {
  const found = Object.keys(RUNTIMES).flatMap(
    runtime => results[keyOf(row, 'oldest', runtime)] ?? []
  );
  const names = Object.keys(found[0]?.calls ?? {});
  return names.filter(name =>
    found.every(({ calls }) => calls[name]?.startsWith('absent'))
  );
}
