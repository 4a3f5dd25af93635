import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';
import { messageOf } from '../../diag';

/** Milliseconds after which a process that cannot be asked, and gave no sign of life, counts as dead. */
const MAX_SILENCE = 15 * 60_000;

/** Stands for what the system does not tell. */
const UNKNOWN = '0';

/** Which process a folder of the spool belongs to; a number of a process alone is used again by the next one. */
type ProcessPlace = {
  readonly pid: number;
  /** When the process began, in ticks since the computer did. */
  readonly start: string;
  /** The computer, and on Linux the container: processes of another one cannot be asked. */
  readonly place: string;
  /** What the computer was started as last. */
  readonly boot: string;
};

let own: ProcessPlace | undefined;

/** A new name for a folder of this process: `<pid>-<start>-<place>-<boot>-<random>`. */
export function newFolderName(): string {
  const { pid, start, place, boot } = ownPlace();
  return [pid, start, place, boot, randomUUID().slice(0, 8)].join('-');
}

/** Whether a folder of the spool belongs to a process that still runs; also true for a name that is none of ours. */
export function isInUse(folderName: string, lastSign: Date): boolean {
  const place = placeOf(folderName);
  if (place === undefined) {
    return true;
  }
  const isSilent = Date.now() - lastSign.getTime() > MAX_SILENCE;
  const here = ownPlace();
  if (place.place !== here.place) {
    return !isSilent;
  }
  if (place.boot !== here.boot) {
    return false;
  }
  return place.start === UNKNOWN
    ? isRunning(place.pid) && !isSilent
    : startOf(place.pid) === place.start;
}

function placeOf(folderName: string): ProcessPlace | undefined {
  const [, pid, start, place, boot] =
    /^(\d+)-(\d+)-(\w+)-(\w+)-\w+$/.exec(folderName) ?? [];
  return pid === undefined ||
    start === undefined ||
    place === undefined ||
    boot === undefined
    ? undefined
    : { pid: Number(pid), start, place, boot };
}

function ownPlace(): ProcessPlace {
  own ??= {
    pid: process.pid,
    start: startOf(process.pid) ?? UNKNOWN,
    place: shortHash(
      `${hostname()} ${told(() => readlinkSync('/proc/self/ns/pid'))}`
    ),
    boot: shortHash(
      told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
    )
  };
  return own;
}

/**
 * Linux: field 22 of the process's line, counted behind its name, in which anything may stand. Undefined for a process
 * that has ended, also one whose parent has not asked about its end yet.
 */
function startOf(pid: number): string | undefined {
  const line = told(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const [state = '', ...fields] = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ');
  return /[ZX]/.test(state) ? undefined : fields[18];
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return messageOf(error).includes('EPERM');
  }
}

function told(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
