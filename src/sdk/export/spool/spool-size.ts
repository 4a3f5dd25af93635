import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of everything in the folders of a spool; 0 when there is none. Cost: one look at each file. */
export function spoolSize(root: string): number {
  return namesIn(root)
    .flatMap(folder =>
      namesIn(join(root, folder)).map(name => join(root, folder, name))
    )
    .reduce((sum, path) => sum + sizeOf(path), 0);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A file that another process has removed meanwhile counts nothing. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
