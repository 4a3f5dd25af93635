import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const IGNORED = new Set(['__tests__', '__pycache__', 'node_modules']);

/**
 * Every file below `entries` (files or folders), sorted, without tests and caches: what a build reads.
 * A missing entry is skipped.
 *
 * @param {readonly string[]} entries absolute paths
 * @returns {string[]}
 */
export function filesBelow(entries) {
  return entries.flatMap(filesOf).sort();
}

/** @param {string} entry @returns {string[]} */
function filesOf(entry) {
  const stat = fs.statSync(entry, { throwIfNoEntry: false });
  if (stat?.isFile()) return [entry];
  if (!stat?.isDirectory()) return [];
  const names = fs.readdirSync(entry).filter(name => !IGNORED.has(name));
  return names.flatMap(name => filesOf(path.join(entry, name)));
}

/**
 * A digest of names and contents, and of `facts` that matter beside files, such as versions.
 * Contents rather than times: a fresh checkout, or a branch switch and back, costs no rebuild.
 *
 * @param {string} root names are taken relative to it
 * @param {readonly string[]} entries absolute paths of files or folders
 * @param {readonly string[]} [facts]
 * @returns {string}
 */
export function digestOf(root, entries, facts = []) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const file of filesBelow(entries)) {
    const content = fs.readFileSync(file);
    const name = path.relative(root, file).split(path.sep).join('/');
    hash.update(`\0${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Remembers in one file what a step was last done for. The file is replaced whole, and it is to be cleared before the
 * step runs again: an interrupted step is never taken for a finished one.
 *
 * @param {string} file
 */
export function stampAt(file) {
  return {
    /** @param {string} digest @returns {boolean} whether the step was finished for this very digest */
    isFor(digest) {
      try {
        return fs.readFileSync(file, 'utf8').trim() === digest;
      } catch {
        return false;
      }
    },
    /** @param {string} digest */
    write(digest) {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}`;
      fs.writeFileSync(draft, `${digest}\n`);
      fs.renameSync(draft, file);
    },
    clear() {
      fs.rmSync(file, { force: true });
    }
  };
}
