import type { VNode } from 'preact';
import { clockTime } from '../clock-time';
import { formatDuration } from '../format-duration';
import { StatusCode } from '../../bundle/types';
import { timeToFirstToken } from '../../model/first-token';
import { rollUpBelow } from '../../model/roll-up-usage';
import type { SpanDetail, Trace } from '../../model/types';
import { usageDetails } from '../../model/usage-details';
import { CopyButton } from '../copy-button';
import { Section } from './detail-section';
import { pathShare } from './path-share';
import { formatCost } from '../format-cost';
import { isSpanRunning, spanDuration } from '../timeline/span-duration';
import { strings } from '../strings/first-picture';
import { spanStrings } from '../strings/span';
import { detailStrings } from '../strings/detail';

type FactsProps = {
  readonly trace: Trace;
  readonly row: number;
  readonly detail: SpanDetail;
};

type Fact = {
  readonly term: string;
  readonly text: string;
  /** An id: monospaced, with a copy button. */
  readonly isId?: boolean;
};

/** Where their words stand. */
const STATUS_WORDS = {
  [StatusCode.unset]: 'STATE_UNSPECIFIED',
  [StatusCode.ok]: 'OK',
  [StatusCode.error]: 'ERROR'
} as const;

/** Times, status, tokens and ids of the span. */
export function Facts(props: FactsProps): VNode {
  const facts = [...timesOf(props), ...usageOf(props), ...idsOf(props)];
  return (
    <Section title={spanStrings.about}>
      <dl class="sb-facts">
        {facts.map(({ term, text, isId = false }) => (
          <>
            <dt>{term}</dt>
            <dd>
              {isId ? <code>{text}</code> : text}
              {isId && <CopyButton label={term} text={() => text} />}
            </dd>
          </>
        ))}
      </dl>
    </Section>
  );
}

function timesOf({ trace, row, detail }: FactsProps): Fact[] {
  const { starts, selfTimes, childCounts, info, start } = trace;
  const from = starts[row] ?? NaN;
  const self = selfTimes[row] ?? NaN;
  const hasChildren = (childCounts[row] ?? 0) > 0;
  return [
    { term: spanStrings.status_, text: statusOf(trace, row, detail) },
    {
      term: spanStrings.start,
      text: [
        clockTime(info.startTime, from),
        `+${formatDuration(from - start)}`
      ]
        .filter(Boolean)
        .join(' · ')
    },
    {
      term: spanStrings.duration,
      text: [
        spanDuration(trace, row),
        hasChildren ? spanStrings.selfTime(formatDuration(self)) : '',
        pathShare(trace, row)
      ]
        .filter(Boolean)
        .join(' · ')
    }
  ];
}

function statusOf(trace: Trace, row: number, { status }: SpanDetail): string {
  return status === StatusCode.unset && isSpanRunning(trace, row)
    ? strings.status.IN_PROGRESS
    : strings.status[STATUS_WORDS[status]];
}

/** The tokens and the cost of the span, and of what lies below it. */
function usageOf({ trace, row, detail }: FactsProps): Fact[] {
  const { tokens, cost } = detail;
  const below = rollUpBelow(trace, row);
  const first = timeToFirstToken(detail, trace.starts[row] ?? NaN);
  return [
    fact(detailStrings.model, modelOf(detail.attributes)),
    fact(
      detailStrings.firstToken,
      first === undefined
        ? undefined
        : detailStrings.after(formatDuration(first))
    ),
    fact(
      spanStrings.tokenUsage,
      [
        tokens && strings.tokens(tokens.input, tokens.output),
        ...partsOfUsage(detail),
        below.tokens &&
          `${strings.tokens(below.tokens.input, below.tokens.output)} ${detailStrings.below}`
      ]
        .filter(Boolean)
        .join(' · ')
    ),
    fact(
      spanStrings.cost,
      [
        cost === undefined ? '' : formatCost(cost),
        below.cost === undefined
          ? ''
          : `${formatCost(below.cost)} ${detailStrings.below}`
      ]
        .filter(Boolean)
        .join(' · ')
    )
  ].flat();
}

function partsOfUsage(detail: SpanDetail): readonly string[] {
  const { cacheRead, cacheWritten, reasoning } = usageDetails(detail);
  return [
    cacheRead === undefined ? '' : detailStrings.cached(cacheRead),
    cacheWritten === undefined ? '' : detailStrings.written(cacheWritten),
    reasoning === undefined ? '' : detailStrings.thought(reasoning)
  ];
}

/** The figures that a reader wants of a model's span at once, in one line; nothing for a span that has none. */
export function KeyFigures({ trace, row, detail }: FactsProps): VNode | null {
  const { tokens, cost } = detail;
  const first = timeToFirstToken(detail, trace.starts[row] ?? NaN);
  const figures = [
    tokens && strings.tokens(tokens.input, tokens.output),
    cost === undefined ? '' : formatCost(cost),
    first === undefined
      ? ''
      : `${detailStrings.firstToken} ${detailStrings.after(formatDuration(first))}`
  ].filter(Boolean);
  return figures.length === 0 ? null : (
    <p class="sb-figures sb-note">{figures.join(' · ')}</p>
  );
}

function modelOf(attributes: SpanDetail['attributes']): string | undefined {
  return [
    'mlflow.llm.model',
    'gen_ai.response.model',
    'gen_ai.request.model',
    'llm.model_name',
    'ai.model.id'
  ]
    .map(key => attributes[key])
    .find(value => typeof value === 'string');
}

/** Nothing for a text that is empty. */
function fact(term: string, text: string | undefined): Fact[] {
  return text ? [{ term, text }] : [];
}

function idsOf({ trace, detail }: FactsProps): Fact[] {
  const { spanId, parentId } = detail;
  return [
    { term: spanStrings.spanId, text: spanId, isId: true },
    ...(parentId
      ? [{ term: spanStrings.parentId, text: parentId, isId: true }]
      : []),
    { term: spanStrings.traceId, text: trace.info.traceId, isId: true }
  ];
}
