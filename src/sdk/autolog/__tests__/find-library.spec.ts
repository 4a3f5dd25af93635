import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { findLibrary } from '../find-library';

describe('a library is found', () => {
  const home = process.cwd();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'spanbook-library-'));

  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  function install(name: string, place: string): void {
    const root = path.join(folder, place);
    mkdirSync(root, { recursive: true });
    const manifest = { name, main: 'index.js' };
    writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest));
    writeFileSync(path.join(root, 'index.js'), `exports.is = '${name}';`);
    process.chdir(folder);
  }

  it('in the folder of the notebook, as who requires it and who imports it gets it', async () => {
    install('@any/beside', 'node_modules/@any/beside');
    expect(await findLibrary('@any/beside')).toMatchObject([
      { is: '@any/beside' },
      { default: { is: '@any/beside' } }
    ]);
  });

  it('where the folder that is looked in is its own, as Deno has those of npm:', async () => {
    install('@any/of-deno', 'node_modules');
    expect(await findLibrary('@any/of-deno')).toMatchObject([
      { default: { is: '@any/of-deno' } }
    ]);
    expect(await findLibrary('@any/other')).toEqual([]);
  });
});
