import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectWarnings } from '../../__tests__/diagnostics';
import { read } from '../environment';
import type { Variable } from '../variable';
import { VARIABLES, type VariableName } from '../variables';

const NAMES = Object.keys(VARIABLES) as VariableName[];
const SDK = join(__dirname, '../..');
const DOCUMENT = readFileSync(join(SDK, '../../docs/configuration.md'), 'utf8');

let warnings: ReturnType<typeof collectWarnings>;

beforeEach(() => {
  warnings = collectWarnings();
});
afterEach(() => warnings.stop());

describe('read', () => {
  it.each(NAMES)('gives the default of %s when it is absent or empty', name => {
    const { fallback } = VARIABLES[name];
    expect(read(name, {})).toBe(fallback);
    expect(read(name, { [name]: '  ' })).toBe(fallback);
    expect(warnings.messages).toEqual([]);
  });

  it.each<[VariableName, string, unknown]>([
    ['MLFLOW_TRACKING_INSECURE_TLS', 'TRUE', true],
    ['MLFLOW_TRACKING_INSECURE_TLS', '0', false],
    ['MLFLOW_HTTP_REQUEST_TIMEOUT', ' 1.5 ', 1.5],
    ['MLFLOW_SEARCH_TRACES_MAX_THREADS', '32', 4],
    ['MLFLOW_LOGGING_LEVEL', 'DEBUG', 'debug'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'grpc'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317', 'collector:4317'],
    ['MLFLOW_TRACKING_URI', ' http://a ', 'http://a']
  ])('reads %s=%j as %j', (name, text, value) => {
    expect(read(name, { [name]: text })).toBe(value);
    expect(warnings.messages).toEqual([]);
  });

  it.each<[VariableName, string, string]>([
    [
      'MLFLOW_TRACKING_INSECURE_TLS',
      'yes',
      '"yes" is not true, false, 1 or 0; the default, false, is used'
    ],
    [
      'MLFLOW_HTTP_REQUEST_MAX_RETRIES',
      '-1',
      '"-1" is not a whole number from 0 up; the default, 7, is used'
    ],
    [
      'MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR',
      '200',
      '"200" is not a number from 0 to 120; the default, 2, is used'
    ],
    [
      'OTEL_EXPORTER_OTLP_COMPRESSION',
      'br',
      '"br" is not none or gzip; the default, "none", is used'
    ],
    [
      'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
      '10s',
      '"10s" is not a number from 1 to 86400000; it is ignored'
    ],
    [
      'MLFLOW_TRACING_DESTINATION',
      'main.traces',
      '"main.traces" is not the id of an experiment (tables of Unity Catalog are not supported); it is ignored'
    ],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      '://ada:key@host',
      'its value is not an address such as http://localhost:4318; it is ignored'
    ]
  ])('says of %s=%j what is accepted, once', (name, text, message) => {
    const { fallback } = VARIABLES[name];
    expect(read(name, { [name]: text })).toBe(fallback);
    read(name, { [name]: text });
    expect(warnings.messages).toEqual([`${name}: ${message}`]);
  });

  it('speaks again when another value is wrong too', () => {
    read('MLFLOW_TRACE_SAMPLING_RATIO', { MLFLOW_TRACE_SAMPLING_RATIO: 'a' });
    read('MLFLOW_TRACE_SAMPLING_RATIO', { MLFLOW_TRACE_SAMPLING_RATIO: 'b' });
    expect(warnings.messages).toHaveLength(2);
  });
});

/** A row of a table without the blanks that align it. */
const squeezed = (row: string): string => row.replace(/ *\| */g, '|');

function rowOf(name: VariableName): string {
  const variable: Variable<string | number | boolean | undefined> =
    VARIABLES[name];
  const { fallback, unit = '', meaning } = variable;
  const cell = fallback === undefined ? '-' : `\`${fallback}\``;
  return squeezed(`| \`${name}\` | ${cell} | ${unit} | ${meaning} |`);
}

describe('docs/configuration.md', () => {
  it.each(NAMES)('describes %s as it is', name => {
    expect(DOCUMENT.split('\n').map(squeezed)).toContain(rowOf(name));
  });

  it('names no variable as read that is not', () => {
    const [readOnes] = DOCUMENT.split('## What has no meaning here');
    const named = [...(readOnes ?? '').matchAll(/^\| `(\w+)` +\|/gm)];
    expect(named.map(([, name]) => name).sort()).toEqual([...NAMES].sort());
  });
});

describe('the table of variables', () => {
  it('holds only what is read', () => {
    const text = readdirSync(SDK, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.ts$/.test(path) && !path.includes('__tests__'))
      .filter(path => !/variables\.ts$/.test(path))
      .map(path => readFileSync(join(SDK, path), 'utf8'))
      .join('\n');
    // The exporters of OpenTelemetry read these.
    const others = NAMES.filter(name => !/^OTEL_EXPORTER_OTLP_/.test(name));
    const unread = others.filter(name => !text.includes(`'${name}'`));
    expect(unread).toEqual([]);
  });

  it('is the only place where MLflow and OpenTelemetry variables are read', () => {
    const changes =
      /(delete process\.env\['\w+'\])|(process\.env\['\w+'\] = )/g;
    const direct = readdirSync(SDK, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.ts$/.test(path) && !path.includes('__tests__'))
      .filter(path => {
        const text = readFileSync(join(SDK, path), 'utf8');
        return /process\.env(\[['"]|\.)(MLFLOW|OTEL)/.test(
          text.replace(changes, '')
        );
      });
    expect(direct).toEqual([]);
  });
});
