// What the viewers cost, beside each other.

import { EMPTY } from './peers.mjs';

/** Of a result, with what stands above it. */
const COLUMNS = [
  ['first row, ms CPU', ({ firstRow }) => firstRow],
  ['without an empty page', ({ net }) => net],
  ['of it style', ({ style }) => style],
  ['of it layout', ({ layout }) => layout],
  ['at rest, ms CPU', ({ rest }) => rest],
  ['longest task by the clock, ms', ({ longestTask }) => longestTask],
  ['frame of scrolling, ms CPU', ({ scrollFrame }) => scrollFrame],
  ['elements', ({ elements }) => elements],
  ['heap, MB', ({ heapMb }) => heapMb],
  ['requests', ({ requests }) => requests]
];

/** @param {number} spans @param {ReadonlyMap<string, Record<string, number>>} results @returns {string} for a terminal */
export function comparison(spans, results) {
  const rows = [
    [`${spans} spans`, ...COLUMNS.map(([title]) => title)],
    ...[...results].map(([name, result]) => [
      name,
      ...COLUMNS.map(([, of]) => shown(of(result)))
    ])
  ];
  const widths = rows[0].map((_, at) =>
    Math.max(...rows.map(row => row[at].length))
  );
  const lines = rows.map(row =>
    row.map((cell, at) => cell.padStart(widths[at])).join('  ')
  );
  return [...lines, ...ratios(results)].join('\n');
}

/** Our first row over that of each other, as it is and without what an empty page costs. */
function ratios(results) {
  const ours = results.get('Spanbook');
  return [...results]
    .filter(([name]) => name !== 'Spanbook' && name !== EMPTY)
    .map(([name, { firstRow, net }]) => {
      const whole = (ours.firstRow / firstRow).toFixed(2);
      return `first row: ${whole} × ${name}, without an empty page ${(ours.net / net).toFixed(2)} ×`;
    });
}

/** The same for docs/benchmarks.md. */
export function markdown(bySize) {
  const lines = [...bySize].flatMap(([spans, results]) =>
    [...results].map(([name, result]) => [
      spans.toLocaleString('en'),
      name,
      ...COLUMNS.map(([, of]) => shown(of(result)))
    ])
  );
  const titles = ['spans', 'viewer', ...COLUMNS.map(([title]) => title)];
  const rule = titles.map((_, at) => (at === 1 ? '---' : '---:'));
  return [titles, rule, ...lines]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function shown(value) {
  if (Number.isNaN(value)) {
    return '–';
  }
  return value >= 20 || Number.isInteger(value)
    ? value.toFixed(0)
    : value.toFixed(1);
}
