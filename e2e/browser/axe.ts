import type { Page } from 'playwright-core';

import { inRoot } from '../../scripts/lib/paths.mjs';

/**
 * What axe finds wrong with the output in the page, contrast of colours included: the rule, then its elements. The page
 * must be one that does not keep its content security policy (`bypassCSP`), as axe is a script of the test's.
 */
export async function violations(page: Page): Promise<unknown> {
  if (await page.evaluate(() => !('axe' in window))) {
    await page.addScriptTag({
      path: inRoot('node_modules/axe-core/axe.min.js')
    });
  }
  return page.evaluate(`axe.run('.sb-output').then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`);
}
