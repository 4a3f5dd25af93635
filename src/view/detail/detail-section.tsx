import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { jsonTextOf, parseExactJson } from '../../bundle/json-text';
import { sizeOf } from '../../model/json-lines';
import { searchJson } from '../../model/json-search';
import type { Payload } from '../../model/types';
import { CopyButton } from '../copy-button';
import { formatTextSize } from '../format-bytes';
import { IconButton } from '../icons';
import { JsonTree } from './json-tree';
import { LongText } from './long-text';
import { FullPayload } from '../server/span-parts';
import { spanStrings } from '../strings/span';
import { detailStrings } from '../strings/detail';
import { wordsOfHits } from './words-of-hits';

/** A titled part of the details; with `copied`, a button that copies that text. */
export function Section({
  title,
  copied,
  tools,
  children
}: {
  title: string;
  copied?: (() => string) | undefined;
  /** More buttons beside the title. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}): VNode {
  return (
    <section class="sb-section">
      <header>
        <h4>{title}</h4>
        {tools}
        {copied && <CopyButton label={title} text={copied} />}
      </header>
      {children}
    </section>
  );
}

type PayloadProps = {
  readonly title: string;
  /** What paths into the value begin with. */
  readonly root: string;
};

/** A payload as it was recorded: JSON as a tree, other text as text, a cut one with its full size. */
export function PayloadSection({
  payload,
  ...names
}: PayloadProps & { readonly payload: Payload | undefined }): VNode | null {
  const [parsed, setParsed] = useState<{ readonly value: unknown }>();
  if (!payload) {
    return null;
  }
  const { title } = names;
  if (parsed) {
    return <ValueSection {...names} value={parsed.value} text={payload.text} />;
  }
  switch (payload.kind) {
    case 'json':
      return (
        <ValueSection {...names} value={payload.value} text={payload.text} />
      );
    case 'large':
      return (
        <Section title={title} copied={() => payload.text}>
          <p class="sb-note">
            {detailStrings.large(formatTextSize(payload.text))}{' '}
            <button
              type="button"
              class="sb-more"
              onClick={() => setParsed({ value: valueOf(payload.text) })}
            >
              {detailStrings.takeApart}
            </button>
          </p>
          <JsonTree value={payload.text} />
        </Section>
      );
    case 'truncated':
      return (
        <Section title={title} copied={() => payload.text}>
          <Cut payload={payload} />
          {payload.text !== '' && <JsonTree value={payload.text} />}
        </Section>
      );
    case 'text':
      return (
        <Section title={title} copied={() => payload.text}>
          <JsonTree value={payload.text} />
        </Section>
      );
  }
}

/** A value as a tree that can be searched, or as its text. `text` is how it was recorded. */
export function ValueSection({
  title,
  root,
  value,
  text
}: PayloadProps & {
  readonly value: unknown;
  readonly text?: string;
}): VNode {
  const [isText, setText] = useState(false);
  const [query, setQuery] = useState<string>();
  const whole = (): string => text ?? jsonTextOf(value);
  const hits = useMemo(
    () => (query ? searchJson(value, query) : undefined),
    [query, value]
  );
  const isTree = (sizeOf(value) ?? 0) > 0;
  return (
    <Section
      title={title}
      copied={() => (typeof value === 'string' ? value : whole())}
      tools={
        isTree && (
          <>
            <IconButton
              icon="search"
              label={detailStrings.searchIn(title)}
              isOn={query !== undefined}
              onClick={() => {
                setText(false);
                setQuery(query === undefined ? '' : undefined);
              }}
            />
            <button
              type="button"
              class="sb-more"
              onClick={() => {
                setQuery(undefined);
                setText(!isText);
              }}
            >
              {isText ? detailStrings.asTree : detailStrings.asText}
            </button>
          </>
        )
      }
    >
      {query !== undefined && (
        <SearchField
          label={detailStrings.searchIn(title)}
          query={query}
          found={hits ? wordsOfHits(hits) : ''}
          onQuery={setQuery}
        />
      )}
      {isText ? (
        <div class="sb-value">
          <LongText text={whole()} />
        </div>
      ) : (
        <JsonTree value={value} root={root} kept={hits?.kept} />
      )}
    </Section>
  );
}

/** The field takes its keys for itself: letters are commands of the host, and Escape closes the search first. */
function SearchField({
  label,
  query,
  found,
  onQuery
}: {
  label: string;
  query: string;
  found: string;
  onQuery: (query: string | undefined) => void;
}): VNode {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div class="sb-json-search" role="search">
      <input
        type="text"
        class="sb-field"
        spellcheck={false}
        aria-label={label}
        placeholder={label}
        value={query}
        ref={field}
        onInput={event => onQuery(event.currentTarget.value)}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === 'Escape') {
            onQuery(undefined);
            event.currentTarget
              .closest('.sb-section')
              ?.querySelector<HTMLElement>('[aria-pressed]')
              ?.focus();
          }
        }}
      />
      <span role="status" class="sb-note">
        {found}
      </span>
    </div>
  );
}

function Cut({
  payload
}: {
  payload: Extract<Payload, { kind: 'truncated' }>;
}): VNode {
  return (
    <p class="sb-note">
      {spanStrings.truncated(
        formatTextSize(payload.text),
        formatTextSize(payload.fullBytes)
      )}{' '}
      <FullPayload payload={payload} />
    </p>
  );
}

function valueOf(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}
