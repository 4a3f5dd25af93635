import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dumpOf, FIXTURES, goldenText } from '../../../test/golden-text';
import { parseBundle } from '../../bundle/parse-bundle';
import type { TraceRecord } from '../../bundle/types';
import { buildTrace } from '../../model/build-trace';
import { spanDetail } from '../../model/span-detail';

const folder = join(FIXTURES, 'traces');
const names = readdirSync(folder)
  .filter(file => !file.endsWith('.rest.json'))
  .map(file => file.replace('.json', ''));

function read(file: string): TraceRecord {
  const result = parseBundle(readFileSync(join(folder, file), 'utf8'));
  if (!result.ok) {
    throw new Error(JSON.stringify(result.errors));
  }
  expect(result.warnings).toEqual([]);
  expect(result.bundle.traces).toHaveLength(1);
  return result.bundle.traces[0]!;
}

/** Everything of a trace but the spelling of its JSON texts, in which Python and the server differ (`0.0`, `0`). */
function contentOf(record: TraceRecord): unknown {
  const trace = buildTrace(record);
  return {
    ...record.info,
    // `to_json()` leaves `valid` out where it is the default.
    assessments: record.info.assessments.map(text => ({
      valid: true,
      ...JSON.parse(text)
    })),
    spans: Array.from(trace.order, row => {
      const { inputs, outputs, ...rest } = spanDetail(trace, row);
      return {
        ...rest,
        inputs: inputs?.kind === 'json' ? inputs.value : inputs,
        outputs: outputs?.kind === 'json' ? outputs.value : outputs,
        row: undefined
      };
    })
  };
}

describe.each(names)('the trace %s, written by the Python SDK', name => {
  it('reads as its golden text, from to_json() and from REST alike', () => {
    const found = dumpOf(buildTrace(read(`${name}.json`)));
    expect(found).toBe(goldenText(name, found));
    expect(dumpOf(buildTrace(read(`${name}.rest.json`)))).toBe(found);
  });

  it('has the same content in both forms', () => {
    expect(contentOf(read(`${name}.rest.json`))).toEqual(
      contentOf(read(`${name}.json`))
    );
  });
});
