import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { withLock } from '../../scripts/lib/lock.mjs';
import { temporaryFolders } from './temporary-folder';

const temporaryFolder = temporaryFolders();
const lockFile = () => join(temporaryFolder(), 'lock');
const pause = (ms: number) => new Promise(done => setTimeout(done, ms));

describe('the lock of the set-up', () => {
  it('is held while the work runs and gone after it', async () => {
    const file = lockFile();
    const during = await withLock(file, async () => readFileSync(file, 'utf8'));
    expect(during.trim()).toBe(String(process.pid));
    expect(existsSync(file)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    const file = lockFile();
    const work = () => Promise.reject(new Error('no network'));
    await expect(withLock(file, work)).rejects.toThrow('no network');
    expect(existsSync(file)).toBe(false);
  });

  it('lets the second wait until the first is done, and says for whom', async () => {
    const file = lockFile();
    const order: string[] = [];
    const holders: number[] = [];
    const first = withLock(file, async () => {
      await pause(100);
      order.push('first');
    });
    const second = withLock(
      file,
      async () => void order.push('second'),
      pid => holders.push(pid)
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(holders).toEqual([process.pid]);
  });

  it('is taken over from a process that is gone', async () => {
    const file = lockFile();
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, `${pid}\n`);
    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });

  it('is taken over when its holder died before it wrote its name', async () => {
    const file = lockFile();
    writeFileSync(file, '');
    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });
});
