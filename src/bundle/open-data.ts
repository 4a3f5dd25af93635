import { isJson, parseJson } from './json-text';
import type { Problems } from './problems';
import { isObject } from './read-json';
import { BUNDLE_MIME_TYPE } from './mime-type';

/** What stands in the data: text is parsed, and of a MIME bundle, as a saved output holds it, ours is taken. */
export function openData(data: unknown, problems: Problems): unknown {
  const open = typeof data === 'string' ? parseFile(data, problems) : data;
  return isObject(open) ? (open[BUNDLE_MIME_TYPE] ?? open) : open;
}

/** The value of a JSON text; of JSON Lines, as exporters write a trace a line, the lines. */
function parseFile(text: string, problems: Problems): unknown {
  const lines = text.trim().split(/\r?\n/);
  const isLines = lines.length > 1 && lines.slice(0, 2).every(isJson);
  return isLines
    ? lines.filter(line => line.trim() !== '')
    : parseText(text, '$', problems);
}

/** The value of a JSON text; `undefined`, and noted, for text that is none. */
export function parseText(
  text: string,
  path: string,
  problems: Problems
): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    problems.add(
      path,
      'json',
      'not-json',
      error instanceof Error ? error.message : ''
    );
    return undefined;
  }
}
