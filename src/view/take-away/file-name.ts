/** File systems take 255 bytes; a character of UTF-8 has up to four. */
const MAX_CHARACTERS = 60;

/** Names that Windows gives to devices, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A file name from a trace's name, which may be any text: no path, no control or bidirectional character, nothing
 * that a file system refuses, never hidden and never empty.
 */
export function fileName(name: string, ending: string): string {
  const plain = name
    .normalize('NFC')
    // Format characters turn "gpj.exe" around; surrogates that stand alone are no text.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\/:*?"<>|%\s]+/g, '-')
    .replace(/^[.\-~]+|[.\- ]+$/g, '');
  const head = Array.from(plain)
    .slice(0, MAX_CHARACTERS)
    .join('')
    .replace(/[.\- ]+$/, '');
  return `${head === '' || RESERVED.test(head.split('.')[0] ?? '') ? `trace${head && `-${head}`}` : head}${ending}`;
}
