import { open, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../diag';
import { ASIDE } from './private-folder';
import { isInUse } from './process-place';
import {
  CorruptEntryError,
  readHeader,
  type SpoolAddress,
  type SpoolHeader
} from './spool-entry';
import type { AdoptedEntry, SpoolFile } from './spool';

/** Bytes that the first line of an entry never exceeds: a batch holds 50 traces, and a trace few files. */
const MAX_HEADER = 1_000_000;

/** What to do with the entries of dead processes. */
export type Adoption = {
  /** Others stay for a process that sends to their server. */
  readonly isWanted: (address: SpoolAddress) => boolean;
  /** Where an entry of that name goes. */
  readonly newPath: (name: string) => string;
  readonly onCorrupt: (file: SpoolFile, reason: string) => void;
};

/**
 * Moves the entries of dead processes, oldest folder first. A file is renamed by one process only: for the others it is
 * not there any more.
 */
export async function adoptEntries(
  root: string,
  adoption: Adoption
): Promise<readonly AdoptedEntry[]> {
  const adopted: AdoptedEntry[] = [];
  for (const name of await namesIn(root)) {
    const folder = join(root, name);
    if (name !== ASIDE && (await isLeft(folder, name))) {
      adopted.push(...(await adoptFolder(folder, adoption)));
    }
  }
  return adopted;
}

async function isLeft(folder: string, name: string): Promise<boolean> {
  try {
    return !isInUse(name, (await stat(folder)).mtime);
  } catch {
    return false;
  }
}

async function adoptFolder(
  folder: string,
  adoption: Adoption
): Promise<readonly AdoptedEntry[]> {
  const adopted: AdoptedEntry[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.tmp')) {
      // Its process died while it wrote; its cell never had a reply.
      await unlink(path).catch(() => undefined);
      continue;
    }
    const entry = await adoptEntry(path, name, adoption);
    if (entry !== undefined) {
      adopted.push(entry);
    }
  }
  // Fails while something is left in it.
  await rmdir(folder).catch(() => undefined);
  return adopted;
}

async function adoptEntry(
  path: string,
  name: string,
  { isWanted, newPath, onCorrupt }: Adoption
): Promise<AdoptedEntry | undefined> {
  try {
    const { size } = await stat(path);
    const header = await headerOf(path);
    if (header instanceof CorruptEntryError) {
      onCorrupt({ path, size }, messageOf(header));
      return undefined;
    }
    if (!isWanted(header.address)) {
      return undefined;
    }
    const target = newPath(name);
    await rename(path, target);
    return { file: { path: target, size }, header };
  } catch {
    // Another process was faster.
    return undefined;
  }
}

async function headerOf(
  path: string
): Promise<SpoolHeader | CorruptEntryError> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read({
      buffer: new Uint8Array(MAX_HEADER)
    });
    return readHeader(buffer.subarray(0, bytesRead));
  } catch (error) {
    if (error instanceof CorruptEntryError) {
      return error;
    }
    throw error;
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}
