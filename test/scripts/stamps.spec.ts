import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { digestOf, filesBelow, stampAt } from '../../scripts/lib/stamps.mjs';
import { temporaryFolders } from './temporary-folder';

const temporaryFolder = temporaryFolders();

function folderWith(files: Record<string, string>): string {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

describe('the digest of what a step reads', () => {
  const files = { 'src/a.ts': 'a', 'src/deep/b.ts': 'b' };

  it('is the same for the same contents, wherever and whenever they were written', () => {
    const [one, other] = [folderWith(files), folderWith(files)];
    expect(digestOf(one, [join(one, 'src')])).toBe(
      digestOf(other, [join(other, 'src')])
    );
  });

  it.each<[string, (root: string) => void]>([
    ['a file changes', root => writeFileSync(join(root, 'src/a.ts'), 'A')],
    ['a file comes', root => writeFileSync(join(root, 'src/c.ts'), '')],
    [
      'a file is renamed',
      root => renameSync(join(root, 'src/a.ts'), join(root, 'src/z.ts'))
    ]
  ])('changes when %s', (_what, change) => {
    const root = folderWith(files);
    const before = digestOf(root, [join(root, 'src')]);
    change(root);
    expect(digestOf(root, [join(root, 'src')])).not.toBe(before);
  });

  it('does not confuse where one file ends and the next begins', () => {
    const one = folderWith({ a: 'xy', b: 'z' });
    const other = folderWith({ a: 'x', b: 'yz' });
    expect(digestOf(one, [one])).not.toBe(digestOf(other, [other]));
  });

  it('depends on the facts given beside the files', () => {
    const root = folderWith(files);
    expect(digestOf(root, [root], ['node 20'])).not.toBe(
      digestOf(root, [root], ['node 22'])
    );
  });

  it('leaves tests and caches out, which no build reads', () => {
    const root = folderWith({
      'a.ts': '',
      '__tests__/a.spec.ts': '',
      '__pycache__/a.pyc': '',
      'node_modules/p/index.js': ''
    });
    expect(filesBelow([root])).toEqual([join(root, 'a.ts')]);
  });

  it('accepts that an entry is missing', () => {
    const root = folderWith({});
    expect(filesBelow([join(root, 'gone')])).toEqual([]);
  });
});

describe('a stamp', () => {
  it('knows the digest that it was written for, and no other', () => {
    const stamp = stampAt(join(temporaryFolder(), 'deep', 'stamp'));
    expect(stamp.isFor('one')).toBe(false);
    stamp.write('one');
    expect(stamp.isFor('one')).toBe(true);
    expect(stamp.isFor('two')).toBe(false);
  });

  it('is gone after it was cleared, so an interrupted step runs again', () => {
    const stamp = stampAt(join(temporaryFolder(), 'stamp'));
    stamp.write('one');
    stamp.clear();
    expect(stamp.isFor('one')).toBe(false);
  });

  it('leaves no draft beside it', () => {
    const folder = temporaryFolder();
    stampAt(join(folder, 'stamp')).write('one');
    expect(readdirSync(folder)).toEqual(['stamp']);
  });
});
