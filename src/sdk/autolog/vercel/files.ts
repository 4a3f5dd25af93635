import { isObject, valueAt } from '../patching/patch';
import { textAt } from '../calls/read';

/** Where a part has its file. */
const FILES: ReadonlySet<string> = new Set(['image', 'data']);

/** Where messages have their parts, results of tools theirs, and version 7 its files. */
const INNER: ReadonlySet<string> = new Set([
  'content',
  'output',
  'value',
  'data'
]);

/** Levels below which nothing is looked at: what a tool gave may hold itself. */
const DEPTH = 12;

/**
 * Messages with each file that is base64 as a data URI, by which the recorder knows a file, and keeps it as an attachment.
 * What holds none stays the object that it is.
 */
export function withFileUris(
  value: unknown,
  mediaType = '',
  depth = 0
): unknown {
  if (Array.isArray(value)) {
    const items = value.map(item => withFileUris(item, '', depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value) || depth > DEPTH) {
    return value;
  }
  const type =
    textAt(value, 'mediaType') || textAt(value, 'mimeType') || mediaType;
  const changed: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = valueAt(value, key);
    const shown =
      INNER.has(key) && isObject(member)
        ? withFileUris(member, type, depth + 1)
        : shownFile(key, member, type);
    if (shown !== member) {
      changed[key] = shown;
    }
  }
  return Object.keys(changed).length > 0 ? { ...value, ...changed } : value;
}

function shownFile(key: string, member: unknown, mediaType: string): unknown {
  const type = mediaType || (key === 'image' ? 'image/png' : '');
  return typeof member === 'string' &&
    FILES.has(key) &&
    type !== '' &&
    !isUri(member)
    ? `data:${type};base64,${member}`
    : member;
}

function isUri(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:/i.test(text);
}
