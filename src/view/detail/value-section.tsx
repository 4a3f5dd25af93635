import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { jsonTextOf } from '../../bundle/json-text';
import { sizeOf } from '../../model/json-lines';
import { searchJson } from '../../model/json-search';
import type { ReadableField } from '../../model/readable';
import { IconButton } from '../icons';
import { detailStrings } from '../strings/detail';
import { Section } from './detail-section';
import { JsonTree } from './json-tree';
import { LongText } from './long-text';
import { ReadableValue } from './readable-value';
import { ValueSearch } from './value-search';
import { wordsOfHits } from './words-of-hits';

/** How a value is called. */
export type ValueNames = {
  readonly title: string;
  /** What paths into the value begin with. */
  readonly root: string;
};

/** Drawn as Markdown, as it stands in a tree, or as the JSON that was recorded. */
type Way = 'read' | 'tree' | 'text';

/** A value as what can be read in it, as a tree that can be searched, or as its text. `text` is how it was recorded. */
export function ValueSection({
  title,
  root,
  value,
  text,
  readable
}: ValueNames & {
  readonly value: unknown;
  readonly text?: string;
  readonly readable?: readonly ReadableField[] | undefined;
}): VNode {
  const isTree = (sizeOf(value) ?? 0) > 0;
  const ways = waysOf({ readable, isTree });
  const [chosen, setWay] = useState<Way>();
  const way = chosen ?? ways[0];
  const [query, setQuery] = useState<string>();
  const whole = (): string => text ?? jsonTextOf(value);
  const hits = useMemo(
    () => (query ? searchJson(value, query) : undefined),
    [query, value]
  );
  const label = detailStrings.searchIn(title);
  return (
    <Section
      title={title}
      copied={() => (typeof value === 'string' ? value : whole())}
      tools={
        <>
          {isTree && (
            <IconButton
              icon="search"
              label={label}
              isOn={query !== undefined}
              onClick={() => {
                setWay('tree');
                setQuery(query === undefined ? '' : undefined);
              }}
            />
          )}
          {ways
            .filter(other => other !== way)
            .map(other => (
              <button
                type="button"
                class="sb-more"
                onClick={() => {
                  setQuery(undefined);
                  setWay(other);
                }}
              >
                {wordOf(other, isTree)}
              </button>
            ))}
        </>
      }
    >
      {query !== undefined && (
        <ValueSearch
          label={label}
          query={query}
          found={hits ? wordsOfHits(hits) : ''}
          onQuery={setQuery}
        />
      )}
      {way === 'read' && readable ? (
        <ReadableValue fields={readable} root={root} />
      ) : way === 'text' ? (
        <div class="sb-value">
          <LongText text={whole()} />
        </div>
      ) : (
        <JsonTree value={value} root={root} kept={hits?.kept} />
      )}
    </Section>
  );
}

/** The first one is what a reader sees at first. */
function waysOf({
  readable,
  isTree
}: {
  readable: unknown;
  isTree: boolean;
}): readonly Way[] {
  return [
    ...(readable ? (['read'] as const) : []),
    'tree',
    ...(isTree ? (['text'] as const) : [])
  ];
}

/** A text has no branches: its tree is the text as it was recorded. */
function wordOf(way: Way, isTree: boolean): string {
  switch (way) {
    case 'read':
      return detailStrings.formatted;
    case 'tree':
      return isTree ? detailStrings.asTree : detailStrings.plain;
    case 'text':
      return detailStrings.asText;
  }
}
