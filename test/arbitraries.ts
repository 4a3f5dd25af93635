import fc from 'fast-check';
import { spanTableOf } from '../src/bundle/span-table';
import type {
  SpanRow,
  TraceBundle,
  TraceInfo,
  TraceRecord,
  TraceSearch
} from '../src/bundle/types';
import { present } from '../src/bundle/present';

/** Text that a notebook file can hold, keys that pollute prototypes among it. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('', '__proto__', 'constructor', '<b>&"\'', '\u0000\n', '😀')
);

/** Few different ids, so that parents exist, are missing, repeat, and form cycles. */
const id = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.nat(12).map(n => n.toString(16).padStart(16, '0'))
  },
  { weight: 1, arbitrary: text }
);

const jsonText = fc.jsonValue().map(value => JSON.stringify(value));

const time = fc.integer({ min: -1000, max: 1_000_000 });

/** A span with whatever a producer may hand over: times that are unknown or run backwards, a parent that is not there. */
export const spanRow: fc.Arbitrary<SpanRow> = fc.record({
  spanId: id,
  parentId: fc.option(id, { nil: undefined }),
  name: text,
  spanType: fc.option(fc.constantFrom('LLM', 'TOOL', 'odd type'), {
    nil: undefined
  }),
  start: fc.oneof({ weight: 9, arbitrary: time }, fc.constant(NaN)),
  end: fc.option(time, { nil: undefined }),
  status: fc.constantFrom(0, 1, 2),
  statusMessage: fc.option(text, { nil: undefined }),
  inputs: fc.option(jsonText, { nil: undefined }),
  outputs: fc.option(jsonText, { nil: undefined }),
  attributes: fc.option(jsonText, { nil: undefined }),
  events: fc.option(jsonText, { nil: undefined }),
  links: fc.option(jsonText, { nil: undefined })
});

const info: fc.Arbitrary<TraceInfo> = fc
  .record({
    required: fc.record({
      traceId: text,
      state: fc.constantFrom('OK', 'ERROR', 'IN_PROGRESS', 'STATE_UNSPECIFIED'),
      metadata: fc.dictionary(text, text, { noNullPrototype: true }),
      tags: fc.dictionary(text, text, { noNullPrototype: true }),
      assessments: fc.array(jsonText, { maxLength: 2 })
    }),
    optional: fc.record({
      experimentId: fc.option(text, { nil: undefined }),
      startTime: fc.option(fc.bigInt({ min: 0n, max: 2n ** 62n }), {
        nil: undefined
      }),
      durationMs: fc.option(
        fc
          .integer({ min: 0, max: 1e9 })
          .map(microseconds => microseconds / 1e3),
        { nil: undefined }
      ),
      clientRequestId: fc.option(text, { nil: undefined }),
      requestPreview: fc.option(text, { nil: undefined }),
      responsePreview: fc.option(text, { nil: undefined })
    })
  })
  .map(({ required, optional }) => ({ ...required, ...present(optional) }));

export const traceRecord: fc.Arbitrary<TraceRecord> = fc
  .record({
    info,
    spans: fc.option(fc.array(spanRow, { maxLength: 24 }).map(spanTableOf), {
      nil: undefined
    })
  })
  .map(record => ({ info: record.info, ...present({ spans: record.spans }) }));

const traceSearch: fc.Arbitrary<TraceSearch> = fc
  .record({
    experimentIds: fc.array(text, { maxLength: 2 }),
    pageToken: text,
    optional: fc.record({
      filter: fc.option(text, { nil: undefined }),
      orderBy: fc.option(fc.array(text, { maxLength: 2 }), { nil: undefined })
    })
  })
  .map(({ optional, ...search }) => ({ ...search, ...present(optional) }));

export const traceBundle: fc.Arbitrary<TraceBundle> = fc
  .record({
    traces: fc.array(traceRecord, { maxLength: 3 }),
    display: fc.constantFrom('expanded', 'collapsed', undefined),
    more: fc.constantFrom(3, undefined),
    moreIds: fc.constantFrom(['tr-1', 'tr-2'], undefined),
    search: fc.option(traceSearch, { nil: undefined }),
    waiting: fc.option(
      fc.record({
        count: fc.integer({ min: 1 }),
        server: text,
        at: fc.constant('2026-11-23T04:05:06.789Z')
      }),
      { nil: undefined }
    )
  })
  .map(({ traces, ...wishes }) => ({ traces, ...present(wishes) }));
