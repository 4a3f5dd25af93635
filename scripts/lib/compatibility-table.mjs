/** A title, and the outcome of each step: `yes`, or why not. @typedef {readonly [string, ReadonlyMap<string, string>]} Row */

/** Writes what failed; the row as it came. @param {Row} row @returns {Row} */
export function told([title, outcomes]) {
  process.stdout.write(`${title}: ${outcomes.size} steps\n`);
  for (const [step, outcome] of outcomes)
    if (outcome !== 'yes') process.stdout.write(`  ${step}: ${outcome}\n`);
  return [title, outcomes];
}

/**
 * The row of tests, in the order of the columns; a test that did not run has failed.
 *
 * @param {string} title
 * @param {ReadonlyMap<string, boolean>} tests by their titles
 * @param {ReadonlyMap<string, string>} columns by the titles of their tests
 * @returns {Row}
 */
export const rowOfTests = (title, tests, columns) =>
  told([
    title,
    new Map(
      [...columns].map(([test, column]) => [
        column,
        tests.get(test) === true ? 'yes' : 'the test has failed'
      ])
    )
  ]);

/** As Markdown. @param {readonly Row[]} rows @param {readonly string[]} steps the columns there may be, in order */
export function tableOf(rows, steps) {
  const columns = steps.filter(step =>
    rows.some(([, outcomes]) => outcomes.has(step))
  );
  const lines = rows.map(([title, outcomes]) => [
    title,
    ...columns.map(step => (outcomes.get(step) === 'yes' ? 'yes' : 'no'))
  ]);
  const head = ['', ...columns];
  return [head, head.map(() => '---'), ...lines]
    .map(line => `| ${line.join(' | ')} |`)
    .join('\n');
}
