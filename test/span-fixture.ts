import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTrace } from '../src/model/build-trace';
import { spanDetail } from '../src/model/span-detail';
import type { SpanDetail } from '../src/model/types';
import { FIXTURES } from './golden-text';
import { traceFromText } from './trace-from-text';

/** What a span recorded, as values. */
export type SpanFixture = {
  /** Where the shape is from. */
  readonly source?: string;
  readonly type?: string;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly events?: readonly unknown[];
};

/** A span of `test/fixtures/messages`, opened. */
export function chatFixture(name: string): {
  readonly detail: SpanDetail;
  readonly type: string;
  readonly recorded: SpanFixture;
} {
  const path = join(FIXTURES, 'messages', `${name}.json`);
  // The files are ours.
  const recorded = JSON.parse(readFileSync(path, 'utf8')) as SpanFixture;
  return {
    detail: detailOf(recorded),
    type: recorded.type ?? 'UNKNOWN',
    recorded
  };
}

/** The details of a span that recorded these values. */
export function detailOf(recorded: SpanFixture): SpanDetail {
  return detailOfTexts(payloadTexts(recorded));
}

/** The details of a span whose payloads are these texts. */
export function detailOfTexts(
  texts: ReturnType<typeof payloadTexts>
): SpanDetail {
  const record = traceFromText('span 0-100', { rows: { span: texts } });
  return spanDetail(buildTrace(record), 0);
}

/** The values as the JSON texts of a row; what was not recorded is absent. */
export function payloadTexts(
  recorded: SpanFixture
): Readonly<
  Partial<Record<'inputs' | 'outputs' | 'attributes' | 'events', string>>
> {
  return Object.fromEntries(
    (['inputs', 'outputs', 'attributes', 'events'] as const)
      .filter(column => recorded[column] !== undefined)
      .map(column => [column, JSON.stringify(recorded[column])])
  );
}
