import { context } from '@opentelemetry/api';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { debug, messageOf } from '../diag';
import { isObject, valueAt } from './patch';

/**
 * The `context` of each copy of OpenTelemetry's API by which a package of the notebook may run code: ours, and its own
 * where it asks for another version. Each copy has a `with` of its own while nobody has registered OpenTelemetry.
 */
export function contextsOf(packageName: string): readonly object[] {
  const theirs = contextBeside(packageName);
  return isObject(theirs) && theirs !== context ? [context, theirs] : [context];
}

function contextBeside(packageName: string): unknown {
  try {
    const notebook = createRequire(path.join(process.cwd(), 'notebook.js'));
    const beside = createRequire(notebook.resolve(packageName));
    return valueAt(beside('@opentelemetry/api'), 'context');
  } catch (error) {
    debug('autolog', `no OpenTelemetry of ${packageName}: ${messageOf(error)}`);
    return undefined;
  }
}
