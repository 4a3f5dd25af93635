/** True for 0, 1 and what lies between. */
export function isRatio(value: number): boolean {
  return value >= 0 && value <= 1;
}
