/** The words of the comparison of two traces; apart from the others, as they are fetched with it. */
export const compareStrings = {
  selectToCompare: (name: string): string => `Compare ${name}`,
  compare: 'Compare',
  compareHint: 'Select two traces to compare them',
  compared: (a: string, b: string): string => `${a} compared with ${b}`,
  closeCompare: 'Close the comparison',
  spanDifferences: (count: number): string =>
    count === 0
      ? 'No differences besides time'
      : `${count.toLocaleString()} spans differ besides time`,
  sideA: 'A',
  sideB: 'B',
  change: 'Change',
  differs: 'Differs',
  onlyA: 'only in A',
  onlyB: 'only in B',
  showDifference: (name: string): string => `Differences of ${name}`,
  sameValue: 'The same, in other spelling'
} as const;
