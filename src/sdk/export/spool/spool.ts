import {
  existsSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { read } from '../../config/environment';
import { messageOf, warn } from '../../diag';
import { sizeOf, type EncodedTrace } from '../encoded-trace';
import { adoptEntries } from './adopt';
import { ASIDE, makePrivate, spoolFolder } from './private-folder';
import { newFolderName } from './process-place';
import {
  CorruptEntryError,
  entryBytes,
  readTraces,
  type SpoolAddress,
  type SpoolHeader
} from './spool-entry';
import { spoolSize } from './spool-size';

/** An entry on disk, of this process. */
export type SpoolFile = { readonly path: string; readonly size: number };

/** An entry that a process left, which belongs to this one now. */
export type AdoptedEntry = {
  readonly file: SpoolFile;
  readonly header: SpoolHeader;
};

/** `full`: nothing fits; `broken`: the folder cannot be used. Both are tried again. */
export type SpoolState = 'on' | 'off' | 'full' | 'broken';

/** Milliseconds for which a folder that failed is left alone. */
const PAUSE = 30_000;

/** Milliseconds between signs of life, for computers that share the folder. */
const HEARTBEAT = 60_000;

/** What a disk without room says. */
const NO_ROOM = /ENOSPC|EDQUOT/;

/**
 * Finished traces on disk, until a server has them: in a folder for this process alone, each batch in a file that is
 * complete as soon as it has its name. Whatever fails is said once, and the traces then wait in memory.
 */
export class Spool {
  private _folder: string | undefined;
  private _size: number | undefined;
  private _failure: { state: SpoolState; until: number } | undefined;
  private _heartbeat: NodeJS.Timeout | undefined;

  get state(): SpoolState {
    if (read('SPANBOOK_SPOOL') === 'off') {
      return 'off';
    }
    return this._failure?.state ?? 'on';
  }

  /** Bytes of all entries of this user, of other processes too, as far as they are known. */
  get size(): number {
    return (this._size ??= this.state === 'off' ? 0 : spoolSize(spoolFolder()));
  }

  /** Writes an entry before it returns; undefined when that cannot be. */
  put(
    address: SpoolAddress,
    traces: readonly EncodedTrace[]
  ): SpoolFile | undefined {
    const draft = this._draftFor(traces);
    if (draft === undefined) {
      return undefined;
    }
    try {
      const bytes = entryBytes(address, traces);
      writeFileSync(draft, bytes, { flag: 'wx', mode: 0o600 });
      renameSync(draft, finalName(draft));
      return this._written(draft, bytes.length);
    } catch (error) {
      removeQuietly(draft);
      this._failed(error);
      return undefined;
    }
  }

  /** The same in the background. */
  async putLater(
    address: SpoolAddress,
    traces: readonly EncodedTrace[]
  ): Promise<SpoolFile | undefined> {
    const draft = this._draftFor(traces);
    if (draft === undefined) {
      return undefined;
    }
    try {
      const bytes = entryBytes(address, traces);
      await writeFile(draft, bytes, { flag: 'wx', mode: 0o600 });
      await rename(draft, finalName(draft));
      return this._written(draft, bytes.length);
    } catch (error) {
      removeQuietly(draft);
      this._failed(error);
      return undefined;
    }
  }

  /**
   * The traces of an entry.
   * @throws CorruptEntryError, after the entry was set aside; Error when it cannot be read.
   */
  async take(file: SpoolFile): Promise<readonly EncodedTrace[]> {
    const bytes = await readFile(file.path);
    try {
      return readTraces(bytes);
    } catch (error) {
      if (error instanceof CorruptEntryError) {
        this._moveAside(file, 'corrupt', messageOf(error));
      }
      throw error;
    }
  }

  /** Forgets an entry: a server has its traces. */
  remove({ path, size }: SpoolFile): void {
    try {
      unlinkSync(path);
    } catch {
      // Gone already; what stays is sent again, which changes nothing on a server.
    }
    this._count(-size);
  }

  /** Keeps traces that the server refuses, where they are not sent again; says where, undefined when that cannot be. */
  setAside(
    address: SpoolAddress,
    traces: readonly EncodedTrace[]
  ): string | undefined {
    const file = this.put(address, traces);
    return file && this._moveAside(file, 'refused');
  }

  /**
   * Takes over the entries of dead processes that `isWanted`. Each goes to one process only, however many ask at the
   * same time.
   */
  async adopt(
    isWanted: (address: SpoolAddress) => boolean
  ): Promise<readonly AdoptedEntry[]> {
    if (this.state === 'off') {
      return [];
    }
    try {
      const root = spoolFolder();
      this._size = spoolSize(root);
      return await adoptEntries(root, {
        isWanted,
        newPath: name => join(this._ownFolder(), name),
        onCorrupt: (file, reason) => {
          this._moveAside(file, 'corrupt', reason);
        }
      });
    } catch (error) {
      this._failed(error);
      return [];
    }
  }

  /** Leaves nothing behind when there is nothing to leave. */
  close(): void {
    try {
      rmdirSync(this._folder ?? '');
    } catch {
      // Entries are in it, which the next process sends.
    }
  }

  /** A path for a new entry, when there may be one. */
  private _draftFor(traces: readonly EncodedTrace[]): string | undefined {
    if (this.state === 'off' || (this._failure?.until ?? 0) > Date.now()) {
      return undefined;
    }
    try {
      const folder = this._ownFolder();
      const limit = read('SPANBOOK_SPOOL_MAX_BYTES');
      if (
        traces.reduce((sum, trace) => sum + sizeOf(trace), this.size) > limit
      ) {
        this._pause('full');
        warn(
          'spool full',
          `${spoolFolder()} has ${limit} bytes of traces that no server has taken: later ones wait in memory only (SPANBOOK_SPOOL_MAX_BYTES)`
        );
        return undefined;
      }
      return join(folder, `${newEntryName()}.tmp`);
    } catch (error) {
      this._failed(error);
      return undefined;
    }
  }

  private _written(draft: string, size: number): SpoolFile {
    this._failure = undefined;
    this._count(size);
    return { path: finalName(draft), size };
  }

  private _count(bytes: number): void {
    this._size = Math.max(0, this.size + bytes);
  }

  private _failed(error: unknown): void {
    const reason = messageOf(error);
    this._folder = undefined;
    this._pause(NO_ROOM.test(reason) ? 'full' : 'broken');
    warn(
      'spool',
      `traces that wait for a server cannot be kept on disk: ${reason} (SPANBOOK_SPOOL_DIR names another folder, SPANBOOK_SPOOL=off none)`
    );
  }

  private _pause(state: SpoolState): void {
    this._failure = { state, until: Date.now() + PAUSE };
  }

  /** Made when it is first needed; a program whose server is there leaves nothing behind. */
  private _ownFolder(): string {
    const root = spoolFolder();
    if (this._folder === undefined || dirname(this._folder) !== root) {
      makePrivate(root);
      const folder = join(root, newFolderName());
      makePrivate(folder);
      this._folder = folder;
      this._showLife();
    }
    return this._folder;
  }

  private _showLife(): void {
    clearInterval(this._heartbeat);
    this._heartbeat = setInterval(() => {
      try {
        const now = new Date();
        utimesSync(this._folder ?? '', now, now);
      } catch {
        // The folder is gone; the next entry makes another.
      }
    }, HEARTBEAT).unref();
  }

  private _moveAside(
    { path, size }: SpoolFile,
    kind: 'refused' | 'corrupt',
    reason = ''
  ): string | undefined {
    try {
      const folder = join(dirname(dirname(path)), ASIDE);
      makePrivate(folder);
      const target = join(
        folder,
        basename(path).replace(/(\.\w+)$/, `.${kind}$1`)
      );
      renameSync(path, target);
      this._count(-size);
      if (kind === 'corrupt') {
        warn(
          `corrupt: ${target}`,
          `traces on disk cannot be read and are set aside: ${target}: ${reason}`
        );
      }
      return target;
    } catch (error) {
      // Another process that found the same entry was faster; it has named it.
      if (existsSync(path)) {
        this._failed(error);
      }
      return undefined;
    }
  }
}

let lastNumber = 0;

/** In the order in which they were written. */
function newEntryName(): string {
  lastNumber += 1;
  const time = Date.now().toString(36).padStart(9, '0');
  return `${time}-${process.pid}-${String(lastNumber).padStart(6, '0')}.spool`;
}

function finalName(draft: string): string {
  return draft.replace(/\.tmp$/, '');
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
