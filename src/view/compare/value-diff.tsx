import { diffWordsWithSpace } from 'diff';
import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { jsonTextOf } from '../../bundle/json-text';
import { headOf } from '../../bundle/text';
import type { JsonText } from '../../bundle/types';
import {
  compareValues,
  type ValueDifference
} from '../../model/compare-values';
import { ShowMore } from '../show-more';
import { compareStrings } from '../strings/compare';

/** Places drawn at first and with each click on "more". */
const PAGE = 50;

/** Comparing words takes time that grows with the square of what differs: longer texts are shown one after the other. */
const MAX_CHARACTERS = 20_000;

/** Words that may differ before the comparison gives up. */
const MAX_EDITS = 2000;

/** What a value shows of itself beside the other. */
const HEAD = 2000;

/** Where two payloads differ: each place with what it was and what it is. */
export function ValueDiff({
  label,
  before,
  after
}: {
  label: string;
  before: JsonText | undefined;
  after: JsonText | undefined;
}): VNode {
  const places = useMemo(() => compareValues(before, after), [before, after]);
  const [limit, setLimit] = useState(PAGE);
  return (
    <div class="sb-section">
      <h4>{label}</h4>
      {places.length === 0 && <p class="sb-note">{compareStrings.sameValue}</p>}
      {places.slice(0, limit).map(place => (
        <Place key={place.path.join('.')} place={place} />
      ))}
      <ShowMore
        hidden={places.length - limit}
        onMore={() => setLimit(limit + PAGE)}
      />
    </div>
  );
}

function Place({ place }: { place: ValueDifference }): VNode {
  const { path, kind, before, after } = place;
  const isText = typeof before === 'string' && typeof after === 'string';
  return (
    <div class="sb-value sb-place">
      {path.length > 0 && <code class="sb-json-key">{pathText(path)}</code>}
      {isText ? (
        <TextDiff before={before} after={after} />
      ) : (
        <>
          {kind !== 'added' && <Removed>{textOf(before)}</Removed>}
          {kind !== 'removed' && <Added>{textOf(after)}</Added>}
        </>
      )}
    </div>
  );
}

function TextDiff({ before, after }: { before: string; after: string }): VNode {
  const parts = useMemo(() => wordsOf(before, after), [before, after]);
  if (!parts) {
    return (
      <>
        <Removed>{headOf(before, HEAD)}</Removed>
        <Added>{headOf(after, HEAD)}</Added>
      </>
    );
  }
  return (
    <span class="sb-text" dir="auto">
      {parts.map(({ value, added, removed }, at) => {
        if (added) {
          return <Added key={at}>{value}</Added>;
        }
        return removed ? <Removed key={at}>{value}</Removed> : value;
      })}
    </span>
  );
}

function Added({ children }: { children: ComponentChildren }): VNode {
  return <ins class="sb-text">{children}</ins>;
}

function Removed({ children }: { children: ComponentChildren }): VNode {
  return <del class="sb-text">{children}</del>;
}

/** The words that went and came; `undefined` when the texts are too long or too different to say. */
function wordsOf(
  before: string,
  after: string
): ReturnType<typeof diffWordsWithSpace> | undefined {
  return before.length + after.length > MAX_CHARACTERS
    ? undefined
    : diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITS });
}

function pathText(path: ValueDifference['path']): string {
  return path
    .map((step, at) =>
      typeof step === 'number' ? `[${step}]` : `${at > 0 ? '.' : ''}${step}`
    )
    .join('');
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : jsonTextOf(value);
  return headOf(text, HEAD);
}
