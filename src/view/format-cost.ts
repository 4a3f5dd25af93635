/** US dollars for people: cents from one cent on, else two significant digits without an exponent (`$0.000091`). */
export function formatCost(dollars: number): string {
  if (dollars >= 0.01 || dollars <= 0) {
    return `$${dollars.toFixed(2)}`;
  }
  const decimals = Math.min(20, 1 - Math.floor(Math.log10(dollars)));
  return `$${dollars.toFixed(decimals)}`;
}
