import { userInfo } from 'node:os';
import { basename } from 'node:path';
import process from 'node:process';
import { TraceKey } from './attribute-keys';

let known: Readonly<Record<string, string>> | undefined;

/** Who made the trace and where: user, script or notebook. File names only, never a path of the machine. */
export function environmentMetadata(): Readonly<Record<string, string>> {
  return (known ??= {
    [TraceKey.environmentUser]: userName(),
    ...sourceOf()
  });
}

function sourceOf(): Readonly<Record<string, string>> {
  const notebook = process.env['JPY_SESSION_NAME'];
  const isKernel = notebook !== undefined || '__tslab__' in globalThis;
  return {
    [TraceKey.sourceName]: basename(notebook ?? process.argv[1] ?? ''),
    [TraceKey.sourceType]: isKernel ? 'NOTEBOOK' : 'LOCAL'
  };
}

/** Containers run under user ids that have no name: reading it then throws. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}
