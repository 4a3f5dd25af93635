import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { PYTHON, TEST_RESULTS } from '../../scripts/lib/paths.mjs';

const READ = `
import json, sys
from pypdf import PdfReader
pages = PdfReader(sys.argv[1]).pages
print(json.dumps([page.extract_text(extraction_mode="layout") for page in pages]))`;

/** Prints a page on A4 to `test-results/pdf/NAME.pdf`; gives the text of each of its sheets, as it stands there. */
export async function printedSheets(
  page: Page,
  name: string
): Promise<readonly string[]> {
  const folder = join(TEST_RESULTS, 'pdf');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, await page.pdf({ format: 'A4' }));
  // The texts that the program above prints.
  return JSON.parse(
    execFileSync(PYTHON, ['-c', READ, file], { encoding: 'utf8' })
  );
}
