import { spawnSync } from 'node:child_process';
import os from 'node:os';

/**
 * Text that holds on one machine only: absolute paths of somebody's home or work folder, hosts of package registries.
 * Taken apart so that this file does not find itself.
 */
const PATTERN = [
  `(^|[^A-Za-z0-9._~-])/(work|${'ro'}ot)/[a-z.]`,
  `https?://(${['registry', 'files', 'pypi'].join('|')})[.]`
].join('|');

/**
 * @param {string} root of a git working copy
 * @returns {string[]} `file:line: text` of each place in tracked text files; none where git is missing
 */
export function placesIn(root) {
  const home = os.homedir();
  const patterns = [
    ...['-e', PATTERN],
    // The home folder of whoever runs this, unless it is as short as /root, which PATTERN knows.
    ...(home.length > '/root'.length ? ['-e', escaped(home)] : [])
  ];
  const { stdout } = spawnSync(
    'git',
    ['grep', '-nIE', ...patterns, '--', '.'],
    {
      cwd: root,
      encoding: 'utf8'
    }
  );
  return (stdout ?? '').split('\n').filter(Boolean);
}

/** @param {string} text */
const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
