import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * One process. `started` tells it from a later one with the same id; `command` is its whole command line.
 *
 * @typedef {{ pid: number, parent: number, started: string, command: string }} Process
 */

/**
 * @param {number} ancestor
 * @returns {Process[]} all its descendants that are alive now, nearest first; empty on Windows, where `taskkill /T`
 *   walks the tree
 */
export function descendantsOf(ancestor) {
  const all = allProcesses();
  const found = [];
  let generation = [ancestor];
  while (generation.length > 0) {
    const parents = new Set(generation);
    const children = all.filter(one => parents.has(one.parent));
    found.push(...children);
    generation = children.map(one => one.pid);
  }
  return found;
}

/** @param {number} pid @returns {Process | undefined} undefined when it is gone, or dead and not yet reaped */
export function processAt(pid) {
  return process.platform === 'linux'
    ? procEntry(pid)
    : psRows(['-p', String(pid)])[0];
}

/** @param {Process} one @returns {boolean} whether this very process is alive */
export const isStillAlive = one => processAt(one.pid)?.started === one.started;

/** @returns {Process[]} */
function allProcesses() {
  if (process.platform !== 'linux') return psRows(['-A']);
  const pids = fs.readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return pids.flatMap(pid => procEntry(Number(pid)) ?? []);
}

/** @param {number} pid @returns {Process | undefined} */
function procEntry(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    // Behind the name, which may itself hold blanks and brackets: state, parent, … and the start as 22nd field of all.
    const [state, parent, ...rest] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ');
    if (state === 'Z') return undefined;
    const started = rest[17] ?? '';
    return {
      pid,
      parent: Number(parent),
      started,
      command: command.replaceAll('\0', ' ')
    };
  } catch {
    return undefined;
  }
}

/** @param {string[]} which @returns {Process[]} macOS and other Unixes; `lstart` has five words */
function psRows(which) {
  if (process.platform === 'win32') return [];
  try {
    const text = execFileSync(
      'ps',
      [...which, '-o', 'pid=,ppid=,lstart=,command='],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
    );
    return text.split('\n').flatMap(row => {
      const [, pid, parent, started, command] = PS_ROW.exec(row) ?? [];
      return pid === undefined || started === undefined
        ? []
        : [
            {
              pid: Number(pid),
              parent: Number(parent),
              started,
              command: command ?? ''
            }
          ];
    });
  } catch {
    return [];
  }
}
const PS_ROW = /^\s*(\d+)\s+(\d+)\s+((?:\S+\s+){4}\S+)\s*(.*)$/;
