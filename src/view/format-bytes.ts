/** A size for people: `512 B`, `12.4 kB`, `1.20 MB`; powers of 1000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  return bytes < 999_500
    ? `${(bytes / 1e3).toPrecision(3)} kB`
    : `${(bytes / 1e6).toPrecision(3)} MB`;
}
