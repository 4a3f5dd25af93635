import '../../../style/compare.css';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { TraceRecord } from '../../bundle/types';
import { buildTrace } from '../../model/build-trace';
import { compareTraces, type ComparedSpan } from '../../model/compare-traces';
import type { Trace } from '../../model/types';
import { IconButton } from '../icons';
import { ShowMore } from '../show-more';
import { strings } from '../strings/first-picture';
import { spanStrings } from '../strings/span';
import { compareStrings } from '../strings/compare';
import { CompareRow } from './compare-row';
import { Delta } from './delta';
import { changeOf, costText, durationText, figureText } from './figures';

/** Rows drawn at first and with each click on "more". */
const PAGE = 100;

/**
 * Two traces as one tree: which spans are in both, and what became of time, tokens, cost and values.
 *
 *     section.sb-compare
 *       header                       the two names and what changed over all
 *       div.sb-diff[role=table]      one [role=row] a span
 */
export function Compare({
  a,
  b,
  onClose
}: {
  a: TraceRecord;
  b: TraceRecord;
  onClose: () => void;
}): VNode {
  const [traceA, traceB] = useMemo(
    () => [buildTrace(a), buildTrace(b)],
    [a, b]
  );
  const lines = useMemo(() => compareTraces(traceA, traceB), [traceA, traceB]);
  const [limit, setLimit] = useState(PAGE);
  const differences = lines.filter(isDifferent).length;
  const title = compareStrings.compared(nameOf(traceA), nameOf(traceB));
  return (
    <section class="sb-compare" aria-label={title}>
      <header>
        <span class="sb-label" dir="auto">
          <b>{compareStrings.sideA}</b> {nameOf(traceA)}{' '}
          <b>{compareStrings.sideB}</b> {nameOf(traceB)}
        </span>
        <span class="sb-metric" role="status">
          {differences === 0
            ? compareStrings.noDifferences
            : compareStrings.spanDifferences(differences)}
        </span>
        <IconButton
          icon="close"
          label={compareStrings.closeCompare}
          onClick={onClose}
        />
      </header>
      <Totals a={traceA} b={traceB} />
      <div
        class="sb-diff"
        role="table"
        aria-label={title}
        aria-rowcount={lines.length + 1}
      >
        <Head />
        {lines.slice(0, limit).map((line, index) => (
          <CompareRow
            key={`${line.a} ${line.b}`}
            line={line}
            index={index}
            a={traceA}
            b={traceB}
          />
        ))}
      </div>
      <ShowMore
        hidden={lines.length - limit}
        onMore={() => setLimit(limit + PAGE)}
      />
    </section>
  );
}

function Head(): VNode {
  const labels = [
    strings.nameColumn,
    `${spanStrings.duration} ${compareStrings.sideA}`,
    compareStrings.sideB,
    compareStrings.change,
    compareStrings.differs
  ];
  return (
    <div class="sb-diff-row sb-table-head" role="row" aria-rowindex={1}>
      {labels.map(label => (
        <div role="columnheader" key={label}>
          {label}
        </div>
      ))}
    </div>
  );
}

/** What changed over the whole traces: the figures that both have. */
function Totals({ a, b }: { a: Trace; b: Trace }): VNode {
  const [durationA, durationB] = [a.end - a.start, b.end - b.start];
  return (
    <dl class="sb-totals">
      <dt>{spanStrings.duration}</dt>
      <dd>
        {durationText(durationA)} → {durationText(durationB)}{' '}
        <Delta change={changeOf(durationA, durationB)} />
      </dd>
      {(a.tokens ?? b.tokens) && (
        <>
          <dt>{spanStrings.tokenUsage}</dt>
          <dd>
            {figureText(a.tokens?.total)} → {figureText(b.tokens?.total)}{' '}
            <Delta change={changeOf(a.tokens?.total, b.tokens?.total)} />
          </dd>
        </>
      )}
      {(a.cost ?? b.cost) !== undefined && (
        <>
          <dt>{spanStrings.cost}</dt>
          <dd>
            {costText(a.cost)} → {costText(b.cost)}{' '}
            <Delta change={changeOf(a.cost, b.cost)} />
          </dd>
        </>
      )}
    </dl>
  );
}

function nameOf({ name }: Trace): string {
  return name || strings.untitled;
}

function isDifferent({ a, b, differs }: ComparedSpan): boolean {
  return a === -1 || b === -1 || differs.length > 0;
}
