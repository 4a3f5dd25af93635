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

/** Each character holds six bits, each hexadecimal digit four; the bits after the last whole byte are padding. */
function hexOfBase64(text: string): string {
  const characters = text.replace(/=+$/, '');
  const digits = 2 * Math.floor((characters.length * 6) / 8);
  let hex = '';
  let bits = 0;
  let held = 0;
  for (const character of characters) {
    bits = ((bits << 6) | BASE64.indexOf(character)) & 0xfff;
    held += 6;
    while (held >= 4) {
      held -= 4;
      hex += ((bits >> held) & 0xf).toString(16);
    }
  }
  return hex.slice(0, digits);
}
