import { describe, expect, it } from '@jest/globals';
import { payloadTexts } from '../../../test/span-fixture';
import { traceFromText } from '../../../test/trace-from-text';
import type { SpanRow } from '../../bundle/types';
import { buildTrace } from '../build-trace';
import { callGraph } from '../call-graph';
import { mainSteps } from '../main-steps';

const AGENT = `
  agent AGENT 0-100
  ..think CHAT_MODEL 0-10
  ..wrapper 10-30
  ....search RETRIEVER 12-20 !error
  ..think CHAT_MODEL 30-50
  ..search RETRIEVER 50-60
  ..agent AGENT 60-90
  ....think CHAT_MODEL 60-80`;

/** `name: calls, milliseconds, errors` and `from > to: calls`. */
function dumpOf(drawing: string): readonly string[] {
  const { nodes, edges } = callGraph(buildTrace(traceFromText(drawing)));
  return [
    ...nodes.map(
      ({ name, rows, duration, errorCount }) =>
        `${name}: ${rows.length}, ${duration / 1e3} ms, ${errorCount} errors`
    ),
    ...edges.map(
      ({ from, to, count }) =>
        `${nodes[from]?.name} > ${nodes[to]?.name}: ${count}`
    )
  ];
}

describe('a graph of calls', () => {
  it('counts calls, time and errors of each type and name, through spans without a type', () => {
    expect(dumpOf(AGENT)).toEqual([
      'agent: 2, 100 ms, 0 errors',
      'think: 3, 50 ms, 0 errors',
      'search: 2, 18 ms, 1 errors',
      'agent > think: 3',
      'agent > search: 2',
      'agent > agent: 1'
    ]);
  });

  it('has all spans of a trace without types', () => {
    expect(dumpOf('main 0-9 / ..a 1-2 / ..a 3-4 / ....b 3-4')).toEqual([
      'main: 1, 9 ms, 0 errors',
      'a: 2, 2 ms, 0 errors',
      'b: 1, 1 ms, 0 errors',
      'main > a: 2',
      'a > b: 1'
    ]);
  });

  it('counts tokens once, where they were spent', () => {
    const spent = (total_tokens: number): Partial<SpanRow> =>
      payloadTexts({
        attributes: {
          'mlflow.chat.tokenUsage': {
            input_tokens: total_tokens,
            output_tokens: 0,
            total_tokens
          }
        }
      });
    const record = traceFromText(
      'agent AGENT 0-9 / ..ask CHAT_MODEL 1-4 / ..inner 5-6',
      { rows: { agent: spent(50), ask: spent(30), inner: spent(20) } }
    );
    const { nodes } = callGraph(buildTrace(record));
    expect(nodes.map(({ name, tokens }) => [name, tokens])).toEqual([
      ['agent', 20],
      ['ask', 30]
    ]);
  });

  it('says how many kinds of spans it leaves out', () => {
    const lines = Array.from(
      { length: 100 },
      (_, at) => `..tool ${at} TOOL ${at}-${at + 1}`
    );
    const { nodes, left } = callGraph(
      buildTrace(traceFromText(['root AGENT 0-100', ...lines].join('\n')))
    );
    expect([nodes.length, left]).toEqual([60, 41]);
  });

  it('of no spans is empty', () => {
    const { info } = traceFromText('span 0-1');
    expect(callGraph(buildTrace({ info }))).toEqual({
      nodes: [],
      edges: [],
      left: 0
    });
  });
});

it('tells the main steps of a trace in the order in which they began', () => {
  const trace = buildTrace(traceFromText(AGENT));
  expect(mainSteps(trace).map(row => trace.spans.names[row])).toEqual([
    'think',
    'search',
    'think',
    'search',
    'think'
  ]);
});
