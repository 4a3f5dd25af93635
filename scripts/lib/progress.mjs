/**
 * Says what is being done. On a terminal one line lives and counts seconds; elsewhere (a log, a pipe) a line at the
 * start, a sign of life at intervals, and a line at the end.
 *
 * @typedef {{ isTTY?: boolean, columns?: number, write(text: string): unknown }} Output
 * @param {{ output?: Output, now?: () => number, every?: number }} [options] `every`: ms between signs of life
 */
export function createProgress({
  output = process.stdout,
  now = Date.now,
  every = output.isTTY ? 1_000 : 15_000
} = {}) {
  /** @param {string} text */
  const line = text => output.write(`${text}\n`);
  return {
    line,
    /**
     * Runs one step under its title; rethrows what it throws.
     *
     * @template T
     * @param {string} title
     * @param {() => Promise<T>} work
     * @returns {Promise<T>}
     */
    async step(title, work) {
      const begun = now();
      const elapsed = () => formatDuration(now() - begun);
      const show = output.isTTY
        ? () => output.write(live(`… ${title} (${elapsed()})`, output.columns))
        : () => line(`… ${title}: still going after ${elapsed()}`);
      output.write(
        output.isTTY ? live(`… ${title}`, output.columns) : `… ${title}\n`
      );
      const timer = setInterval(show, every);
      try {
        const result = await work();
        line(`${output.isTTY ? CLEAR : ''}✓ ${title} (${elapsed()})`);
        return result;
      } catch (error) {
        line(`${output.isTTY ? CLEAR : ''}✗ ${title} (${elapsed()})`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    }
  };
}
const CLEAR = '\r\u001b[K';

/**
 * Cut to the width: a wrapped line could not be taken back.
 *
 * @param {string} text
 * @param {number} [columns]
 */
const live = (text, columns = 80) => CLEAR + text.slice(0, columns - 1);

/** @param {number} ms @returns {string} such as `0.4 s`, `12 s`, `3 min 05 s` */
export function formatDuration(ms) {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
