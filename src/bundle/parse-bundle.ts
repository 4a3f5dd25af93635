import { parseJson } from './json-text';
import { parseWireTrace } from './parse-wire';
import { noProblems, type Problems } from './problems';
import { isObject, kindOf, MemberReader, type Unknown } from './read-json';
import {
  BUNDLE_VERSION,
  type BundleError,
  type ParseResult,
  type TraceBundle
} from './types';

/**
 * Reads a bundle, as an object or as JSON text. Never throws, whatever it is given: what cannot be read is left out
 * and noted with its path, and only when nothing can be read the result is not ok.
 */
export function parseBundle(data: unknown): ParseResult {
  const problems = noProblems();
  const bundle = parseAny(data, problems);
  return bundle === undefined
    ? { ok: false, errors: problems.found }
    : { ok: true, bundle, warnings: problems.found };
}

function parseAny(data: unknown, problems: Problems): TraceBundle | undefined {
  const value = typeof data === 'string' ? parseText(data, problems) : data;
  if (!isObject(value)) {
    problems.add('$', 'type', `expected a bundle, found ${kindOf(value)}`);
    return undefined;
  }
  return parseWire(value, problems);
}

function parseText(text: string, problems: Problems): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    problems.add(
      '$',
      'json',
      error instanceof Error ? error.message : 'no JSON'
    );
    return undefined;
  }
}

function parseWire(
  value: Unknown,
  problems: Problems
): TraceBundle | undefined {
  const versionError = checkVersion(value['version']);
  if (versionError !== undefined) {
    problems.found.push(versionError);
    return undefined;
  }
  const reader = new MemberReader(value, '$', problems);
  const traces = reader.list('traces');
  if (traces === undefined) {
    problems.add('$.traces', 'missing', 'expected an array of traces');
    return undefined;
  }
  const display = reader.text('display');
  const more = reader.number('more');
  return {
    traces: traces.flatMap((trace, index) => {
      const record = parseWireTrace(trace, `$.traces[${index}]`, problems);
      return record === undefined ? [] : [record];
    }),
    ...(display === 'expanded' || display === 'collapsed' ? { display } : {}),
    ...(more === undefined ? {} : { more })
  };
}

function checkVersion(version: unknown): BundleError | undefined {
  const path = '$.version';
  if (typeof version !== 'number' || !Number.isInteger(version)) {
    return { path, code: 'type', message: 'expected an integer' };
  }
  if (version > BUNDLE_VERSION) {
    return {
      path,
      code: 'version',
      message: `version ${version}, newer than ${BUNDLE_VERSION}`,
      facts: { found: version, supported: BUNDLE_VERSION }
    };
  }
  return undefined;
}
