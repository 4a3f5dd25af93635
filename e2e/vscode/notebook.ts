import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BUNDLE_MIME_TYPE,
  bundleOf,
  mimeBundleOf,
  parseBundle,
  serializeBundle
} from '../../src/bundle';
import { FIXTURES } from '../../test/golden-text';

/** MLflow's JSON of a real trace: an agent that asks a model, a retriever and a tool. */
export const MLFLOW_JSON = readFileSync(
  join(FIXTURES, 'traces/01_agent_chat_rag_tool.json'),
  'utf8'
);

/** What our SDK would have put under a cell. */
export function ownOutput(): Record<string, unknown> {
  const parsed = parseBundle(MLFLOW_JSON);
  if (!parsed.ok) throw new Error('the fixture is no trace');
  const bundle = bundleOf(parsed.bundle.traces);
  return {
    ...mimeBundleOf(bundle),
    [BUNDLE_MIME_TYPE]: serializeBundle(bundle)
  };
}

/** A saved notebook with one output under each of its cells. */
export function notebookText(
  outputs: readonly Readonly<Record<string, unknown>>[]
): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'deno',
        display_name: 'Deno',
        language: 'typescript'
      },
      language_info: { name: 'typescript' }
    },
    cells: outputs.map((data, at) => ({
      cell_type: 'code',
      id: `cell-${at}`,
      execution_count: at + 1,
      metadata: {},
      source: 'await answer("What is a span?")',
      outputs: [{ output_type: 'display_data', data, metadata: {} }]
    }))
  });
}
