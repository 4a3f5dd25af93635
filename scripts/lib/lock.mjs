import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while this process alone holds `file`. Others wait; the lock of a process that is gone is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} [onWait] called once, with the holder
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => undefined) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let hasTold = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder)) {
      if (!hasTold) onWait(holder);
      hasTold = true;
    } else if (isOldEnough(file)) {
      evict(file);
      continue;
    }
    await sleep(POLL_MS);
  }
  const release = () => giveBack(file);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
const POLL_MS = 200;
const WRITING_MS = 1000; // between a lock's appearance and its content; it takes microseconds

/** @param {number} pid @returns {boolean} whether a process has this id, ours or anybody's */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {string} file */
function take(file) {
  try {
    fs.writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function holderOf(file) {
  try {
    const pid = Number.parseInt(fs.readFileSync(file, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function isOldEnough(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return (
    stat !== undefined &&
    (holderOf(file) !== undefined || Date.now() - stat.mtimeMs > WRITING_MS)
  );
}

/**
 * By rename, so that of two processes which find the same dead lock only one removes it.
 *
 * @param {string} file
 */
function evict(file) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    const moved = holderOf(aside);
    // Taken anew between our look and our move: put it back.
    if (moved !== undefined && isAlive(moved)) fs.renameSync(aside, file);
    else fs.rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {string} file */
function giveBack(file) {
  if (holderOf(file) === process.pid) fs.rmSync(file, { force: true });
}

/** @param {unknown} error @returns {unknown} the code of a system error */
function codeOf(error) {
  return typeof error === 'object' && error !== null && 'code' in error
    ? error.code
    : undefined;
}
