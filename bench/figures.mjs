/**
 * One measured figure beside its budget.
 *
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} unit
 * @property {number} ours median
 * @property {number} other median of what it is compared with
 * @property {'ratio' | 'difference' | 'value'} judged what the budget is about: ours / other, ours - other, or ours
 * @property {number} budget
 */

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** @param {Figure} figure @returns {boolean} false also for a figure that could not be measured */
export const isMet = figure => judgedValue(figure) <= figure.budget;

/** @param {readonly Figure[]} figures @returns {string} a table for a terminal */
export function tableOf(figures) {
  const rows = [
    ['', 'ours', 'other', '', 'budget', ''],
    ...figures.map(figure => [
      `${figure.name} [${figure.unit}]`,
      shown(figure.ours),
      figure.judged === 'value' ? '' : shown(figure.other),
      figure.judged === 'value' ? '' : withSign(figure, judgedValue(figure)),
      withSign(figure, figure.budget),
      isMet(figure) ? '✓' : '✗'
    ])
  ];
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length))
  );
  return rows
    .map(row =>
      row
        .map((cell, column) =>
          column === 0
            ? cell.padEnd(widths[column])
            : cell.padStart(widths[column])
        )
        .join('  ')
        .trimEnd()
    )
    .join('\n');
}

/** @param {Figure} figure */
function judgedValue({ judged, ours, other }) {
  if (judged === 'value') return ours;
  return judged === 'ratio' ? ours / other : ours - other;
}

/** @param {Figure} figure @param {number} value */
function withSign({ judged }, value) {
  if (judged === 'ratio') return `${value.toFixed(2)}×`;
  return judged === 'difference' && value >= 0
    ? `+${shown(value)}`
    : shown(value);
}

/** @param {number} value */
const shown = value =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
