import axe from 'axe-core';

/** On a busy machine axe takes seconds. */
export const AXE_TIMEOUT_MS = 30_000;

/** What jsdom cannot tell, as it draws nothing; `e2e/browser/axe.ts` asks for it in a browser. */
const UNDRAWN = {
  'color-contrast': { enabled: false },
  'label-content-name-mismatch': { enabled: false },
  region: { enabled: false }
};

/** Violations that axe finds, as `rule: html`. */
export async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element, { rules: UNDRAWN });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html}`)
  );
}
