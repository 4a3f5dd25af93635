import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { parseExactJson } from '../../bundle/json-text';
import { readableIn } from '../../model/readable';
import type { Payload } from '../../model/types';
import { formatTextSize } from '../format-bytes';
import { Section } from './detail-section';
import { JsonTree } from './json-tree';
import { FullPayload } from '../server/span-parts';
import { spanStrings } from '../strings/span';
import { detailStrings } from '../strings/detail';
import { ValueSection, type ValueNames } from './value-section';

/** A payload as it was recorded: Markdown to be read, other JSON as a tree, a cut one with its full size. */
export function PayloadSection({
  payload,
  ...names
}: ValueNames & { readonly payload: Payload | undefined }): VNode | null {
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
        <ValueSection
          {...names}
          value={payload.value}
          text={payload.text}
          readable={readableIn(payload.value)}
        />
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
        <ValueSection
          {...names}
          value={payload.text}
          readable={readableIn(payload.text)}
        />
      );
  }
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
