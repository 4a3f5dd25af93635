import type { Locator } from 'playwright-core';

import { spanTableOf } from '../../../src/bundle/span-table';
import type {
  SpanRow,
  TraceBundle,
  TraceInfo,
  TraceRecord
} from '../../../src/bundle/types';
import { payloadTexts } from '../../../test/span-fixture';
import { traceFromText } from '../../../test/trace-from-text';
import { ASSISTANT, ASSISTANT_ROWS } from './assistant';

/** A state of one output that is compared with its picture. */
export type State = {
  /** Part of the pictures' names. */
  readonly name: string;
  readonly bundle: TraceBundle;
  /** CSS pixels that the output gets; the details stand beside the timeline from 1000 on. */
  readonly width: number;
  /** Does what a reader does to come there, and waits until it is drawn. */
  arrange(output: Locator): Promise<void>;
};

const USUAL_WIDTH = 860;

const assistant = (info: Partial<TraceInfo> = {}): TraceRecord =>
  traceFromText(ASSISTANT, { info, rows: ASSISTANT_ROWS });

const tool = (output: Locator, name: string): Promise<void> =>
  output.getByRole('button', { name, exact: true }).first().click();

const rowOf = (output: Locator, name: string): Locator =>
  output.locator('.sb-row').filter({ hasText: name }).first();

/** Opens the details of a span, and waits for what says that their part has come. */
async function openSpan(
  output: Locator,
  name: string,
  part: string
): Promise<void> {
  await rowOf(output, name).click();
  await output.locator(part).first().waitFor();
}

/** Chooses the visible time on the strip above a timeline, in shares of the whole. */
async function brush(
  output: Locator,
  [from, to]: readonly [number, number]
): Promise<void> {
  const { mouse } = output.page();
  const box = await output.locator('.sb-minimap').boundingBox();
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
  await mouse.move(x + width * from, y + height / 2);
  await mouse.down();
  await mouse.move(x + width * to, y + height / 2, { steps: 3 });
  await mouse.up();
}

const FAILED = traceFromText(
  `import_orders CHAIN 0-640 !error
   ..read_file TOOL 4-60
   ..validate TOOL 70-610 !error
   ....check schema 80-240
   ....check prices 250-600 !error`,
  {
    rows: {
      'check prices': {
        statusMessage: 'RangeError: price of line 7 is negative',
        ...payloadTexts({
          inputs: { file: 'orders.csv', lines: 120 },
          events: [
            {
              name: 'exception',
              time: 590_000,
              attributes: {
                'exception.type': 'RangeError',
                'exception.message': 'price of line 7 is negative',
                'exception.stacktrace': [
                  'RangeError: price of line 7 is negative',
                  '    at checkPrices (file:///home/ada/orders.ts:41:11)',
                  '    at validate (file:///home/ada/orders.ts:23:5)',
                  '    at async node_modules/pipeline/run.js:88:9',
                  '  [cause]: TypeError: \u001b[31m"-3,50"\u001b[39m is no price',
                  '      at parsePrice (file:///home/ada/prices.ts:9:13)'
                ].join('\n')
              }
            }
          ]
        })
      }
    }
  }
);

const MANY = traceFromText(
  [
    'nightly report AGENT 0-120',
    ...Array.from({ length: 64 }, (_, at) => {
      const start = (at * 120) / 66;
      const type = ['CHAT_MODEL', 'TOOL', 'RETRIEVER'][at % 3] ?? '';
      const length = 1 + ((at * 7) % 5);
      return `..step ${at} ${type} ${start.toFixed(2)}-${(start + length).toFixed(2)}${at === 30 ? ' !error' : ''}`;
    })
  ].join('\n')
);

/** The assistant with all that MLflow keeps beside spans. */
const ASSESSED: Partial<TraceInfo> = {
  metadata: { 'mlflow.trace.session': 'lisbon', 'mlflow.trace.user': 'ada' },
  tags: {
    'mlflow.linkedPrompts': '[{"name":"traveller","version":"3"}]',
    env: 'prod'
  },
  assessments: [
    { assessment_name: 'correct', feedback: { value: true } },
    {
      assessment_name: 'relevance',
      feedback: { value: 0.8 },
      span_id: '0000000000000004'
    }
  ].map(assessment => JSON.stringify(assessment))
};

/** Asked in two sessions; the rows of a table. */
const ASKED: readonly TraceRecord[] = [
  ['Will it rain in Lisbon?', 'Showers in the afternoon.', 1840, 'lisbon'],
  ['And on Sunday?', 'Dry, 21 °C.', 930, 'lisbon'],
  ['Translate "umbrella"', 'guarda-chuva', 210, 'words'],
  ['Import the orders', '', 64, 'words'],
  ['Summarise the report', 'Sales rose by 4 % …', 48_200, 'words']
].map(([asked, answered, durationMs, session], at) =>
  traceFromText(
    `${at === 3 ? 'import_orders' : 'answer_question'} AGENT 0-${durationMs}${at === 3 ? ' !error' : ''}`,
    {
      info: {
        traceId: `tr-${String(at + 1).padStart(32, '0')}`,
        startTime: 1_767_225_600_000_000_000n + BigInt(at) * 61_000_000_000n,
        durationMs: Number(durationMs),
        requestPreview: JSON.stringify(asked),
        ...(answered && { responsePreview: JSON.stringify(answered) }),
        metadata: {
          'mlflow.trace.session': String(session),
          'mlflow.trace.tokenUsage': JSON.stringify({
            input_tokens: 90 * (at + 1),
            output_tokens: 30 * (at + 1),
            total_tokens: 120 * (at + 1)
          }),
          'mlflow.trace.cost': JSON.stringify({ total_cost: 0.0012 * (at + 1) })
        },
        tags: at === 2 ? { env: 'dev', reviewed: 'yes' } : { env: 'prod' }
      }
    }
  )
);

/** The assistant once more, as it ran after a change: slower in one place, without another, with another answer. */
const CHANGED = traceFromText(
  ASSISTANT.replace('..parse PARSER 1795-1830', '')
    .replace('get_weather TOOL 660-1010', 'get_weather TOOL 660-1016 !error')
    .replace('1020-1790', '1020-2890')
    .replace('0-1840', '0-2900'),
  {
    info: { traceId: 'tr-00000000000000000000000000000002' },
    rows: {
      ...ASSISTANT_ROWS,
      get_weather: payloadTexts({ inputs: { city: 'Lisboa' } })
    }
  }
);

/** An orphan, a circle, a span that ends before it starts, and values that did not fit into the notebook. */
function oddTrace(): TraceRecord {
  const row = (
    spanId: string,
    parentId: string | undefined,
    more: Partial<SpanRow>
  ): SpanRow => ({
    spanId,
    parentId,
    name: `span ${spanId}`,
    start: 0,
    end: 90_000,
    status: 1,
    ...more
  });
  const inputs = JSON.stringify({ page: 'lorem ipsum dolor '.repeat(8) });
  const spans = spanTableOf([
    row('a', undefined, {
      name: 'crawl',
      spanType: 'CHAIN',
      end: 100_000,
      inputs
    }),
    row('b', 'a', { name: 'ends early', start: 60_000, end: 20_000 }),
    row('c', 'd', { name: 'in a circle', end: 40_000 }),
    row('d', 'c', { name: 'in it too', start: 10_000, end: 30_000 }),
    row('e', 'gone', {
      name: 'without its parent',
      spanType: 'TOOL',
      start: 40_000
    })
  ]);
  return {
    ...traceFromText('crawl CHAIN 0-100'),
    spans: { ...spans, truncated: { inputs: new Map([[0, 1_250_000]]) } }
  };
}

/** Every state, in the order of the pictures on a page. */
export const STATES: readonly State[] = [
  {
    name: 'collapsed',
    bundle: { traces: [assistant()], display: 'collapsed' },
    width: USUAL_WIDTH,
    arrange: output => output.locator('.sb-summary').waitFor()
  },
  {
    name: 'timeline',
    bundle: { traces: [assistant()] },
    width: USUAL_WIDTH,
    arrange: output => output.locator('.sb-mark').first().waitFor()
  },
  {
    name: 'chat',
    bundle: { traces: [assistant()] },
    width: 1100,
    arrange: output => openSpan(output, 'write answer', '.hljs-keyword')
  },
  {
    name: 'error',
    bundle: { traces: [FAILED] },
    width: USUAL_WIDTH,
    arrange: output => openSpan(output, 'check prices', '.sb-exception')
  },
  {
    name: 'running',
    bundle: {
      traces: [
        traceFromText(
          `answer_question AGENT 0-
           ..search_docs RETRIEVER 10-655
           ..write answer CHAT_MODEL 660-`
        )
      ]
    },
    width: USUAL_WIDTH,
    arrange: output => output.locator('.sb-row[data-running]').first().waitFor()
  },
  {
    name: 'find',
    bundle: { traces: [assistant()] },
    width: USUAL_WIDTH,
    arrange: async output => {
      await tool(output, 'Find and filter');
      await output.locator('.sb-find .sb-field').first().fill('Lisbon');
      await output.locator('.sb-chip', { hasText: 'chat' }).click();
      await output.getByText(/^\d of \d$/).waitFor();
      await output.getByText(/ of 10 spans$/).waitFor();
    }
  },
  {
    name: 'table',
    bundle: { traces: ASKED },
    width: 1000,
    arrange: output =>
      output.locator('.sb-list [role=row][data-trace-id]').nth(4).waitFor()
  },
  {
    name: 'compare',
    bundle: { traces: [assistant(), CHANGED] },
    width: USUAL_WIDTH,
    arrange: async output => {
      await output.locator('input[type=checkbox]').nth(0).check();
      await output.locator('input[type=checkbox]').nth(1).check();
      await tool(output, 'Compare');
      await output.locator('.sb-compare').first().waitFor();
    }
  },
  {
    name: 'overview',
    bundle: { traces: [assistant(ASSESSED)] },
    width: USUAL_WIDTH,
    arrange: async output => {
      await output.locator('.sb-prompts').waitFor();
      await tool(output, 'Overview');
      await output.locator('.sb-overview .hljs-keyword').waitFor();
      await tool(output, 'Graph of calls');
      await output.locator('.sb-graph-node').first().waitFor();
    }
  },
  {
    name: 'icicle',
    bundle: { traces: [assistant()] },
    width: USUAL_WIDTH,
    arrange: async output => {
      await tool(output, 'Icicle');
      await output.locator('.sb-icicle-box canvas[style]').waitFor();
    }
  },
  {
    name: 'critical-path',
    bundle: { traces: [MANY] },
    width: USUAL_WIDTH,
    arrange: async output => {
      await output.locator('.sb-minimap canvas[style]').waitFor();
      await tool(output, 'Critical path');
      await output.locator('.sb-path-line').waitFor();
      await brush(output, [0.06, 0.3]);
      await output.locator('.sb-edge').first().waitFor();
    }
  },
  {
    name: 'oddities',
    bundle: { traces: [oddTrace()] },
    width: USUAL_WIDTH,
    arrange: async output => {
      await openSpan(output, 'crawl', '.sb-detail .sb-section');
      await output.locator('.sb-warnings > summary').click();
    }
  },
  {
    name: 'narrow',
    bundle: { traces: [assistant()] },
    width: 320,
    arrange: output => openSpan(output, 'get_weather', '.sb-detail .sb-section')
  }
];
