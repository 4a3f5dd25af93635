import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '../../../../test/fixtures/traces');

/** Names of the traces that Python wrote, each stored in both forms. */
export const TRACE_NAMES = readdirSync(folder)
  .filter(file => file.endsWith('.rest.json'))
  .map(file => file.replace('.rest.json', ''));

/** `Trace.to_json()` of Python, or the answer of `traces/get` for the same trace. */
export function traceFixture(name: string, form: 'python' | 'rest'): string {
  const file = form === 'rest' ? `${name}.rest.json` : `${name}.json`;
  return readFileSync(path.join(folder, file), 'utf8');
}
