import { utf8Bytes } from '../bundle/text';
import { localised } from './strings/language';

/** A size for people, in the reader's digits: `512 B`, `12.4 kB`, `1.20 MB`; powers of 1000. */
export function formatBytes(bytes: number): string {
  return localised(englishSize(bytes));
}

function englishSize(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  return bytes < 999_500
    ? `${(bytes / 1e3).toPrecision(3)} kB`
    : `${(bytes / 1e6).toPrecision(3)} MB`;
}

/** Longer texts are not counted byte by byte: 50 MB would take 100 ms each time. */
const MAX_COUNTED = 1_000_000;

/** The size of a text, or of so many bytes; that of a long text is taken from its length. */
export function formatTextSize(text: string | number): string {
  if (typeof text === 'number') {
    return formatBytes(text);
  }
  return formatBytes(text.length > MAX_COUNTED ? text.length : utf8Bytes(text));
}
