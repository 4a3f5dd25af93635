import { expect, test } from '@jest/globals';
import { traceFromText } from './trace-from-text';

test('a drawing becomes the spans that it shows', () => {
  const { info, spans } = traceFromText(
    'root CHAIN 0-10 / ..llm call LLM 1-4.5 / ....deep 2-3 / ..tool 4-9 !error / ..open 9- / ..lost ?-?'
  );
  expect(info).toMatchObject({ state: 'OK', durationMs: 10 });
  expect(spans?.names).toEqual([
    'root',
    'llm call',
    'deep',
    'tool',
    'open',
    'lost'
  ]);
  expect(spans?.types).toEqual([
    'CHAIN',
    'LLM',
    'UNKNOWN',
    'UNKNOWN',
    'UNKNOWN',
    'UNKNOWN'
  ]);
  expect([...(spans?.parents ?? [])]).toEqual([-1, 0, 1, 0, 0, 0]);
  expect([...(spans?.starts ?? [])]).toEqual([0, 1000, 2000, 4000, 9000, NaN]);
  expect([...(spans?.ends ?? [])]).toEqual([
    10_000,
    4500,
    3000,
    9000,
    NaN,
    NaN
  ]);
  expect([...(spans?.statuses ?? [])]).toEqual([1, 1, 1, 2, 0, 0]);
});

test('a line that is no span is refused', () => {
  expect(() => traceFromText('root 0-10 / what?')).toThrow(
    'traceFromText: no span in "what?"'
  );
});
