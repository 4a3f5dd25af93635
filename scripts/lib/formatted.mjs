import { writeFileSync } from 'node:fs';

import { format, resolveConfig } from 'prettier';

/** Writes what a script found in the form that the linter asks of what people write. @param {string} file @param {string} text */
export async function writeFormatted(file, text) {
  const config = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...config, filepath: file }));
}
