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
  /** Titles of the steps that are under way, with when they began. @type {Map<string, number>} */
  const open = new Map();
  /** @param {number} begun */
  const elapsed = begun => formatDuration(now() - begun);
  const draw = () => {
    const steps = [...open].map(([title, at]) => `${title} (${elapsed(at)})`);
    output.write(live(`… ${steps.join(', ')}`, output.columns));
  };
  /** A whole line, above the living one. @param {string} text */
  const line = text => {
    output.write(`${output.isTTY && open.size > 0 ? CLEAR : ''}${text}\n`);
    if (output.isTTY && open.size > 0) draw();
  };
  return {
    line,
    /**
     * Runs one step under its title; rethrows what it throws. Several may be under way.
     *
     * @template T
     * @param {string} title
     * @param {() => Promise<T>} work
     * @returns {Promise<T>}
     */
    async step(title, work) {
      const begun = now();
      if (!output.isTTY) line(`… ${title}`);
      open.set(title, begun);
      if (output.isTTY) draw();
      const timer = setInterval(
        output.isTTY
          ? draw
          : () => line(`… ${title}: still going after ${elapsed(begun)}`),
        every
      );
      /** @param {string} mark */
      const close = mark => {
        open.delete(title);
        const clear = output.isTTY && open.size === 0 ? CLEAR : '';
        line(`${clear}${mark} ${title} (${elapsed(begun)})`);
      };
      try {
        const result = await work();
        close('✓');
        return result;
      } catch (error) {
        close('✗');
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
