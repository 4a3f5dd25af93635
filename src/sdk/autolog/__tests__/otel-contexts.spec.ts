import { afterEach, describe, expect, it } from '@jest/globals';
import { context } from '@opentelemetry/api';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { contextsOf } from '../patching/otel-contexts';

describe('the contexts of OpenTelemetry that a package runs code in', () => {
  const home = process.cwd();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'spanbook-contexts-'));

  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  function install(name: string, text: string): void {
    const place = path.join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'index.js'), text);
  }

  it('are ours and that of the copy which the package has of its own', () => {
    install('ai', '');
    install(
      'ai/node_modules/@opentelemetry/api',
      'exports.context = { with() { return "theirs"; } };'
    );
    process.chdir(folder);
    const [ours, theirs] = contextsOf('ai');
    const load = createRequire(path.join(folder, 'node_modules/ai/index.js'));
    expect(ours).toBe(context);
    expect(theirs).toBe(load('@opentelemetry/api').context);
  });

  it('are ours alone where there is no such package', () => {
    expect(contextsOf('no-such-package')).toEqual([context]);
  });
});
