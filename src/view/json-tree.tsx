import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './icons';
import { LongText } from './long-text';
import { strings } from './strings';

/** Levels that stand open at first. */
const OPEN_LEVELS = 2;

/** A list or object longer than this stands closed below the first level. */
const OPEN_ENTRIES = 20;

/** Entries drawn at first and with each click on "more". */
const PAGE = 100;

type Entry = readonly [key: string, value: unknown];

/**
 * Any JSON value, with bigint for the integers that a number cannot hold: objects and arrays as a tree that folds,
 * text as it reads, all as text nodes.
 */
export function JsonTree({ value }: { value: unknown }): VNode {
  if (typeof value === 'string') {
    return (
      <div class="sb-value sb-prose">
        <LongText text={value} />
      </div>
    );
  }
  const entries = entriesOf(value);
  return (
    <div class="sb-value">
      {entries && entries.length > 0 ? (
        <div class="sb-json">
          <Entries entries={entries} level={0} />
        </div>
      ) : (
        <Leaf value={value} />
      )}
    </div>
  );
}

function Entries({
  entries,
  level
}: {
  entries: readonly Entry[];
  level: number;
}): VNode {
  const [limit, setLimit] = useState(PAGE);
  const rest = entries.length - limit;
  return (
    <>
      {entries.slice(0, limit).map(([key, value]) => (
        <Line key={key} name={key} value={value} level={level} />
      ))}
      {rest > 0 && (
        <button
          type="button"
          class="sb-more"
          onClick={() => setLimit(limit + PAGE)}
        >
          {strings.showMore(rest)}
        </button>
      )}
    </>
  );
}

function Line({
  name,
  value,
  level
}: {
  name: string;
  value: unknown;
  level: number;
}): VNode {
  const entries = entriesOf(value);
  const [isOpen, setOpen] = useState(
    level < OPEN_LEVELS && (entries?.length ?? 0) <= OPEN_ENTRIES
  );
  if (!entries || entries.length === 0) {
    return (
      <div class="sb-json-line">
        <Key name={name} /> <Leaf value={value} />
      </div>
    );
  }
  return (
    <div class="sb-json-line">
      <button
        type="button"
        class="sb-json-toggle"
        aria-expanded={isOpen}
        aria-label={name}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="chevron" />
      </button>
      <Key name={name} />{' '}
      <span class="sb-json-size" onClick={() => setOpen(!isOpen)}>
        {sizeOf(value, entries.length)}
      </span>
      {isOpen && (
        <div class="sb-json">
          <Entries entries={entries} level={level + 1} />
        </div>
      )}
    </div>
  );
}

function Key({ name }: { name: string }): VNode {
  return <span class="sb-json-key">{name}</span>;
}

function Leaf({ value }: { value: unknown }): VNode {
  const leaf = (kind: string, text: ComponentChildren): VNode => (
    <span class={`sb-json-${kind}`}>{text}</span>
  );
  if (typeof value === 'string') {
    return leaf('string', <LongText text={value} />);
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return leaf('number', String(value));
  }
  if (typeof value === 'object' && value !== null) {
    return leaf('size', Array.isArray(value) ? '[]' : '{}');
  }
  return leaf('word', String(value));
}

function entriesOf(value: unknown): readonly Entry[] | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  return Object.entries(value);
}

function sizeOf(value: unknown, length: number): string {
  return Array.isArray(value) ? strings.items(length) : strings.keys(length);
}
