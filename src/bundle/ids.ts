const BASE64 =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** 8 bytes (a span id) or 16 bytes (a trace id) in base64. */
const ID_IN_BASE64 = /^(?:[A-Za-z0-9+/]{11}=|[A-Za-z0-9+/]{22}==)$/;
const ID_IN_HEX = /^(?:0x)?((?:[0-9a-fA-F]{16}){1,2})$/;

/**
 * An id in the one form that we use: lower-case hexadecimal digits, whether it came as such (OTLP JSON), with `0x`, or
 * as base64 (protobuf's JSON form, hence all of MLflow's REST). Ids of another form are given back as they are.
 */
export function normalId(id: string): string {
  if (ID_IN_BASE64.test(id)) {
    return hexOfBase64(id);
  }
  return ID_IN_HEX.exec(id)?.[1]?.toLowerCase() ?? id;
}

/** An MLflow trace id: `tr-` and the hexadecimal digits; ids of another form are given back as they are. */
export function mlflowTraceId(id: string): string {
  const normal = normalId(id);
  return /^[0-9a-f]{32}$/.test(normal) ? `tr-${normal}` : normal;
}

/** Whether the id is one of OpenTelemetry's that say "none": empty or all zeros. */
export function isNoId(id: string): boolean {
  return /^0*$/.test(id);
}

/** Four characters hold three bytes; the padding stands for bytes that are not there. */
function hexOfBase64(text: string): string {
  const digits = text.replace(/=+$/, '');
  let bits = '';
  for (const digit of digits) {
    bits += BASE64.indexOf(digit).toString(2).padStart(6, '0');
  }
  const bytes = Math.floor(bits.length / 8);
  return Array.from({ length: bytes }, (_, byte) =>
    parseInt(bits.slice(8 * byte, 8 * byte + 8), 2)
      .toString(16)
      .padStart(2, '0')
  ).join('');
}
