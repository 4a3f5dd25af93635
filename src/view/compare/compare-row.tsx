import type { CSSProperties, VNode } from 'preact';
import { useState } from 'preact/hooks';
import {
  figuresOf,
  type ComparedSpan,
  type Difference
} from '../../model/compare-traces';
import type { Trace } from '../../model/types';
import { Icon } from '../icons';
import { kindOf, letterOf } from '../timeline/span-kind';
import { strings } from '../strings/first-picture';
import { spanStrings } from '../strings/span';
import { compareStrings } from '../strings/compare';
import { Delta } from './delta';
import { changeOf, costText, durationText, figureText } from './figures';
import { ValueDiff } from './value-diff';

/** Deeper rows are not indented further: the name needs its room. */
const MAX_INDENT = 8;

function wordOf(what: Difference): string {
  if (what === 'type') {
    return compareStrings.type;
  }
  if (what === 'status') {
    return spanStrings.status_;
  }
  return spanStrings[what === 'tokens' ? 'tokenUsage' : what];
}

type CompareRowProps = {
  readonly line: ComparedSpan;
  /** Among the lines, 0-based. */
  readonly index: number;
  readonly a: Trace;
  readonly b: Trace;
};

/** One span of the comparison; where values differ it opens to show how. */
export function CompareRow(props: CompareRowProps): VNode {
  const { line, index, a, b } = props;
  const [isOpen, setOpen] = useState(false);
  const [figuresA, figuresB] = [figuresOf(a, line.a), figuresOf(b, line.b)];
  const side = sideOf(line);
  const what = line.differs.map(wordOf).join(', ');
  return (
    <div
      class="sb-diff-span"
      role="row"
      aria-rowindex={index + 2}
      data-side={side}
    >
      <div class="sb-diff-row">
        <Name {...props} side={side} />
        <div role="cell" class="sb-number">
          {durationText(figuresA?.duration)}
        </div>
        <div role="cell" class="sb-number">
          {durationText(figuresB?.duration)}
        </div>
        <div role="cell" class="sb-number">
          <Delta change={changeOf(figuresA?.duration, figuresB?.duration)} />
        </div>
        <div role="cell">
          {side === 'both'
            ? line.differs.length > 0 && (
                <button
                  type="button"
                  class="sb-differs"
                  aria-expanded={isOpen}
                  aria-label={compareStrings.showDifference(what, line.name)}
                  onClick={() => setOpen(!isOpen)}
                >
                  <Icon name="chevron" />
                  {what}
                </button>
              )
            : side === 'a'
              ? compareStrings.onlyA
              : compareStrings.onlyB}
        </div>
      </div>
      {isOpen && (
        <div role="cell" class="sb-diff-values">
          <Figures {...props} />
          {(['inputs', 'outputs'] as const)
            .filter(column => line.differs.includes(column))
            .map(column => (
              <ValueDiff
                key={column}
                label={spanStrings[column]}
                before={a.spans[column].get(line.a)}
                after={b.spans[column].get(line.b)}
              />
            ))}
        </div>
      )}
    </div>
  );
}

function Name({
  line: { a: rowA, b: rowB, name, depth },
  a,
  b,
  side
}: CompareRowProps & { side: Side }): VNode {
  const type = (rowA === -1 ? b.spans.types[rowB] : a.spans.types[rowA]) ?? '';
  const kind = kindOf(type);
  const style: CSSProperties = { '--sb-depth': Math.min(depth, MAX_INDENT) };
  return (
    <div role="rowheader" class="sb-name" style={style}>
      <span class="sb-side" aria-hidden="true">
        {MARKS[side]}
      </span>
      <span class="sb-glyph" data-kind={kind} aria-hidden="true">
        {letterOf(kind)}
      </span>
      <span class="sb-label" dir="auto" title={name}>
        {name || strings.unnamedSpan}
      </span>
    </div>
  );
}

/** Status, tokens and cost of both sides, where they differ. */
function Figures({ line, a, b }: CompareRowProps): VNode {
  const [figuresA, figuresB] = [figuresOf(a, line.a), figuresOf(b, line.b)];
  const pairs: Readonly<Partial<Record<Difference, readonly string[]>>> = {
    status: [statusText(a, line.a), statusText(b, line.b)],
    type: [a.spans.types[line.a] ?? '', b.spans.types[line.b] ?? ''],
    tokens: [
      figureText(figuresA?.tokens?.total),
      figureText(figuresB?.tokens?.total)
    ],
    cost: [costText(figuresA?.cost), costText(figuresB?.cost)]
  };
  const differing = line.differs.filter(what => pairs[what] !== undefined);
  return (
    <dl class="sb-totals">
      {differing.map(what => (
        <>
          <dt>{wordOf(what)}</dt>
          <dd>{pairs[what]?.join(' → ')}</dd>
        </>
      ))}
    </dl>
  );
}

const STATUSES = ['STATE_UNSPECIFIED', 'OK', 'ERROR'] as const;

function statusText({ spans }: Trace, row: number): string {
  return strings.status[
    STATUSES[spans.statuses[row] ?? 0] ?? 'STATE_UNSPECIFIED'
  ];
}

type Side = 'a' | 'b' | 'both';

const MARKS: Readonly<Record<Side, string>> = { a: '−', b: '+', both: ' ' };

function sideOf({ a, b }: ComparedSpan): Side {
  if (a !== -1 && b !== -1) {
    return 'both';
  }
  return a === -1 ? 'b' : 'a';
}
