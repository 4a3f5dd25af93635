/**
 * The text with each lone surrogate replaced by U+FFFD. Python writes notebooks as strict UTF-8: one lone surrogate
 * and the file cannot be saved.
 */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** Length in UTF-8 bytes; a lone surrogate counts as the three bytes of its replacement. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) {
      bytes += extraBytes(code);
    }
  }
  return bytes;
}

/** Length in UTF-8 bytes as a JSON string without ASCII escapes, quotes included: what a notebook file spends. */
export function jsonStringBytes(text: string): number {
  let bytes = text.length + 2;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) {
      bytes += extraBytes(code);
    } else if (code < 0x20) {
      bytes += SHORT_ESCAPES.has(code) ? 1 : 5;
    } else if (code === 0x22 || code === 0x5c) {
      bytes += 1;
    }
  }
  return bytes;
}

/** The first `limit` UTF-16 units of the text, one fewer where that would split a surrogate pair. */
export function headOf(text: string, limit: number): string {
  const splitsPair =
    isHighSurrogate(text.charCodeAt(limit - 1)) && limit < text.length;
  return text.slice(0, splitsPair ? limit - 1 : limit);
}

/** Control characters that JSON writes with two characters: \b \t \n \f \r; the others take six. */
const SHORT_ESCAPES: ReadonlySet<number> = new Set([8, 9, 10, 12, 13]);

/** UTF-8 bytes beyond the first of a UTF-16 unit ≥ 0x80: a surrogate pair is four bytes, hence one more per half. */
function extraBytes(code: number): number {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < 0x800 || isSurrogate ? 1 : 2;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
