import { expect, it } from '@jest/globals';
import { traceFromText } from '../../../test/trace-from-text';
import { assessmentsByRow } from '../assessments-by-row';
import { buildTrace } from '../build-trace';

const assessment = (assessment_name: string, span_id?: string): string =>
  JSON.stringify({ assessment_name, span_id, feedback: { value: true } });

function namesByRow(...assessments: string[]): unknown {
  const trace = buildTrace(
    traceFromText('root 0-9 / ..child 1-2', { info: { assessments } })
  );
  return [...assessmentsByRow(trace)].map(([row, found]) => [
    trace.spans.names[row],
    found.map(({ name }) => name)
  ]);
}

it('gives each span its assessments, and the root those of the trace', () => {
  expect(
    namesByRow(
      assessment('tone', '0000000000000002'),
      assessment('correct'),
      assessment('short', '0000000000000002'),
      assessment('fast', '0000000000000001')
    )
  ).toEqual([
    ['child', ['tone', 'short']],
    ['root', ['correct', 'fast']]
  ]);
});

it('leaves out what is overridden and what judges no span of the trace', () => {
  expect(
    namesByRow(
      assessment('lost', 'ffffffffffffffff'),
      JSON.stringify({ assessment_name: 'old', valid: false })
    )
  ).toEqual([]);
  expect(namesByRow()).toEqual([]);
});
