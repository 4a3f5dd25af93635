/** Bytes that were written as text. */
export type Blob = {
  readonly base64: string;
  /** Named by a `data:` URL, else told by the first bytes; absent when neither says it. */
  readonly mime?: string;
  readonly bytes: number;
};

/** Shorter texts of these letters are ids, hashes and tokens. */
const MIN_LENGTH = 256;

const DATA_URL = /^data:([^;,]{0,100})(?:;[^;,]{0,100}){0,4};base64,/i;

/** How the base64 of well-known files begins. */
const BEGINNINGS: readonly (readonly [start: string, mime: string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['Qk0', 'image/bmp'],
  ['JVBERi0', 'application/pdf'],
  ['UEsDB', 'application/zip'],
  ['H4sI', 'application/gzip'],
  ['SUQz', 'audio/mpeg'],
  ['T2dnUw', 'audio/ogg'],
  ['ZkxhQ', 'audio/flac'],
  ['GkXfo', 'video/webm']
];

/** RIFF files say of what they are in bytes 8 to 11; these are bytes 9 to 11 of WAVE, WEBP and AVI. */
const RIFF: ReadonlyMap<string, string> = new Map([
  ['QVZF', 'audio/wav'],
  ['RUJQ', 'image/webp'],
  ['Vkkg', 'video/x-msvideo']
]);

/**
 * The bytes that a text stands for: a `data:` URL, or bare base64 of at least 256 characters. Looks at the head and the
 * tail only, so that a text of 50 MB costs no more than a short one. Text that merely has no spaces is text.
 */
export function blobOf(text: string): Blob | undefined {
  const url = DATA_URL.exec(text.slice(0, 600));
  if (url) {
    const base64 = text.slice(url[0].length);
    const mime = url[1] ? url[1].toLowerCase() : mimeOf(base64);
    return blob(base64, mime);
  }
  if (text.length < MIN_LENGTH) {
    return undefined;
  }
  const mime = mimeOf(text);
  return looksLikeBase64(text, mime !== undefined)
    ? blob(text, mime)
    : undefined;
}

/** The type that the first bytes tell; `undefined` when they tell none. */
export function mimeOf(base64: string): string | undefined {
  if (base64.startsWith('UklGR')) {
    return RIFF.get(base64.slice(12, 16));
  }
  return BEGINNINGS.find(([start]) => base64.startsWith(start))?.[1];
}

function blob(base64: string, mime: string | undefined): Blob {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
  return mime === undefined ? { base64, bytes } : { base64, mime, bytes };
}

function looksLikeBase64(text: string, isKnown: boolean): boolean {
  const sample =
    text.length <= 2200 ? text : text.slice(0, 2000) + text.slice(-200);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(sample.replace(/[\r\n]+/g, ''))) {
    return false;
  }
  // Random bytes show all kinds of letters; "aaaa…" and DNA do not.
  return (
    isKnown || [/[a-z]/, /[A-Z]/, /\d/, /[+/]/].every(kind => kind.test(sample))
  );
}
