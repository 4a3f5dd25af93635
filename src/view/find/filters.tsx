import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { typeCounts, type TypeCount } from '../../model/filter-spans';
import { readDuration } from '../../model/read-duration';
import {
  isFiltering,
  NO_FILTER,
  type SpanFilter
} from '../../model/span-filter';
import type { Trace } from '../../model/types';
import { kindOf, letterOf, wordsOf } from '../timeline/span-kind';
import { formatNumber } from '../strings/language';
import { findStrings } from '../strings/find';
import type { FindState } from '../view-state-find';

/** Types beyond these, the least frequent, are shown on a click: a trace may have as many types as spans. */
const MOST_TYPES = 8;

type FiltersProps = {
  readonly trace: Trace;
  readonly find: FindState;
  readonly onFilter: (filter: Partial<SpanFilter>) => void;
};

/** Chips with the number of their spans, and fields for durations and attributes. */
export function Filters({ trace, find, onFilter }: FiltersProps): VNode {
  const { filter, answer, query } = find;
  // Fields show what was typed, not what it was read as: they start anew when all is cleared.
  const [clears, setClears] = useState(0);
  return (
    <div class="sb-filters" role="group" aria-label={findStrings.filters}>
      <TypeChips trace={trace} filter={filter} onFilter={onFilter} />
      {(trace.errorCount > 0 || filter.onlyErrors) && (
        <Chip
          label={findStrings.errors}
          count={trace.errorCount}
          isOn={filter.onlyErrors}
          onClick={() => onFilter({ onlyErrors: !filter.onlyErrors })}
        />
      )}
      {(query !== '' || filter.onlyHits) && (
        <Chip
          label={findStrings.hits}
          isOn={filter.onlyHits}
          onClick={() => onFilter({ onlyHits: !filter.onlyHits })}
        />
      )}
      <DurationField key={`duration ${clears}`} onFilter={onFilter} />
      <AttributeField key={`attribute ${clears}`} onFilter={onFilter} />
      <span class="sb-find-count" role="status">
        {answer.kept &&
          findStrings.spansOf(answer.kept.count, trace.spans.count)}
      </span>
      {isFiltering(filter) && (
        <button
          type="button"
          class="sb-more"
          onClick={() => {
            setClears(clears + 1);
            onFilter(NO_FILTER);
          }}
        >
          {findStrings.clear}
        </button>
      )}
    </div>
  );
}

function TypeChips({
  trace,
  filter: { types },
  onFilter
}: Pick<FiltersProps, 'trace' | 'onFilter'> & {
  readonly filter: SpanFilter;
}): VNode {
  const [isWhole, setWhole] = useState(false);
  const counts = useMemo(() => typeCounts(trace), [trace]);
  const shown = isWhole ? counts : counts.slice(0, MOST_TYPES);
  const rest = counts.length - shown.length;
  const toggle = (type: string): void =>
    onFilter({
      types: types.includes(type)
        ? types.filter(other => other !== type)
        : [...types, type]
    });
  return (
    <>
      {shown.map(count => (
        <TypeChip
          key={count.type}
          count={count}
          isOn={types.includes(count.type)}
          onClick={() => toggle(count.type)}
        />
      ))}
      {rest > 0 && (
        <button type="button" class="sb-more" onClick={() => setWhole(true)}>
          {findStrings.moreTypes(rest)}
        </button>
      )}
    </>
  );
}

function TypeChip({
  count: { type, count },
  isOn,
  onClick
}: {
  count: TypeCount;
  isOn: boolean;
  onClick: () => void;
}): VNode {
  const kind = kindOf(type);
  return (
    <Chip
      label={wordsOf(type) || findStrings.otherType}
      count={count}
      isOn={isOn}
      onClick={onClick}
      glyph={
        <span class="sb-glyph" data-kind={kind} aria-hidden="true">
          {letterOf(kind)}
        </span>
      }
    />
  );
}

function Chip({
  label,
  count,
  isOn,
  onClick,
  glyph
}: {
  label: string;
  count?: number;
  isOn: boolean;
  onClick: () => void;
  glyph?: VNode;
}): VNode {
  return (
    <button type="button" class="sb-chip" aria-pressed={isOn} onClick={onClick}>
      {glyph}
      <span class="sb-chip-label" dir="auto">
        {label}
      </span>
      {count !== undefined && (
        <span class="sb-metric">{formatNumber(count)}</span>
      )}
    </button>
  );
}

function DurationField({ onFilter }: Pick<FiltersProps, 'onFilter'>): VNode {
  const [isBad, setBad] = useState(false);
  return (
    <input
      class="sb-field sb-short"
      type="text"
      aria-label={findStrings.duration}
      aria-invalid={isBad}
      title={isBad ? findStrings.badDuration : findStrings.duration}
      placeholder={findStrings.durationHint}
      onInput={({ currentTarget: { value } }) => {
        const minDuration = readDuration(value.replace(/^\s*[≥>]=?/, ''));
        setBad(minDuration === undefined && value.trim() !== '');
        onFilter({ minDuration: minDuration ?? 0 });
      }}
    />
  );
}

function AttributeField({ onFilter }: Pick<FiltersProps, 'onFilter'>): VNode {
  return (
    <input
      class="sb-field sb-short"
      type="text"
      dir="auto"
      aria-label={findStrings.attribute}
      title={findStrings.attribute}
      placeholder={findStrings.attributeHint}
      spellcheck={false}
      onInput={({ currentTarget: { value } }) => onFilter({ attribute: value })}
    />
  );
}
