/** Milliseconds since the Unix epoch. */
export type EpochMilliseconds = number;

/** Reads RFC 3339 text, as protobuf writes a timestamp; 0 when it is none. Digits below the millisecond are dropped. */
export function millisecondsOf(text: unknown): EpochMilliseconds {
  const time = typeof text === 'string' ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? 0 : time;
}

/** Protobuf's text of a timestamp: no fraction when it is zero. */
export function timestampText(time: EpochMilliseconds): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** Milliseconds of protobuf's text of a duration, such as `0.360s`, rounded towards zero; undefined when it is none. */
export function durationOf(text: unknown): number | undefined {
  const match =
    typeof text === 'string' ? /^(-?)(\d+)(?:\.(\d+))?s$/.exec(text) : null;
  if (match === null) {
    return undefined;
  }
  const [, sign = '', seconds = '', fraction = ''] = match;
  // By digits: 1.001 * 1000 is not 1001.
  const size = Number(seconds + fraction.slice(0, 3).padEnd(3, '0'));
  return sign === '-' ? -size : size;
}
