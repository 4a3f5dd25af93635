import { context } from '@opentelemetry/api';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { debug, messageOf } from '../../diag';
import { isObject, valueAt } from './patch';

/**
 * The `context` of each copy of OpenTelemetry's API by which a package of the notebook may run code: ours, and its own
 * where it asks for another version, of either kind. Each copy has a `with` of its own while nobody has registered
 * OpenTelemetry.
 */
export function contextsOf(packageName: string): readonly object[] {
  const found = [context, ...contextsBeside(packageName)].filter(isObject);
  return [...new Set(found)];
}

function contextsBeside(packageName: string): readonly unknown[] {
  const notebook = createRequire(path.join(process.cwd(), 'notebook.js'));
  const beside = attempt(() => createRequire(notebook.resolve(packageName)));
  const file = attempt(() => beside?.resolve('@opentelemetry/api'));
  // From 1.10 on, who imports gets another file than who requires.
  const copies = new Set([file, file?.replace(/\.cjs$/, '.mjs')]);
  return [...copies].map(copy =>
    attempt(() => copy && valueAt(beside?.(copy), 'context'))
  );
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    debug('autolog', `no further OpenTelemetry: ${messageOf(error)}`);
    return undefined;
  }
}
