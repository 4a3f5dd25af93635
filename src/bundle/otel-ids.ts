import { normalId } from './ids';

/** FNV-1a, 32 bits. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** OpenTelemetry's id of a trace, 32 hexadecimal digits; see `hexId`. */
export function otelTraceId(traceId: string): string {
  return hexId(traceId.replace(/^tr-/, ''), 32);
}

/** A span's id, 16 hexadecimal digits; see `hexId`. */
export function otelSpanId(spanId: string): string {
  return hexId(spanId, 16);
}

/** The bytes of hexadecimal digits in base64, as protobuf's JSON form writes ids. */
export function base64OfHex(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  return btoa(
    bytes.map(byte => String.fromCharCode(parseInt(byte, 16))).join('')
  );
}

/**
 * The id where it has the right form. An id of another system's has no place in OpenTelemetry's formats: it becomes a
 * hash of its text, so that the same id is the same everywhere in a file.
 */
function hexId(id: string, digits: number): string {
  const normal = normalId(id);
  return normal.length === digits && /^[0-9a-f]+$/.test(normal)
    ? normal
    : hashOf(id, digits);
}

function hashOf(text: string, digits: number): string {
  const words = Array.from({ length: digits / 8 }, (_, seed) =>
    fnv1a(`${seed} ${text}`)
  );
  return words.map(word => word.toString(16).padStart(8, '0')).join('');
}

function fnv1a(text: string): number {
  let hash = OFFSET;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), PRIME) >>> 0;
  }
  return hash;
}
