import type { ComponentChildren, VNode } from 'preact';
import { utf8Bytes } from '../bundle/text';
import type { Payload } from '../model/types';
import { CopyButton } from './copy-button';
import { formatBytes } from './format-bytes';
import { JsonTree } from './json-tree';
import { FullPayload } from './server/parts';
import { strings } from './strings';

/** A titled part of the details; with `copied`, a button that copies that text. */
export function Section({
  title,
  copied,
  children
}: {
  title: string;
  copied?: (() => string) | undefined;
  children: ComponentChildren;
}): VNode {
  return (
    <section class="sb-section">
      <header>
        <h4>{title}</h4>
        {copied && <CopyButton label={title} text={copied} />}
      </header>
      {children}
    </section>
  );
}

/** A payload as it was recorded: JSON as a tree, other text as text, and a cut one with its full size. */
export function PayloadSection({
  title,
  payload
}: {
  title: string;
  payload: Payload | undefined;
}): VNode | null {
  if (!payload) {
    return null;
  }
  return (
    <Section title={title} copied={() => copyOf(payload)}>
      {payload.kind === 'truncated' && <Cut payload={payload} />}
      {(payload.kind !== 'truncated' || payload.text !== '') && (
        <JsonTree
          value={payload.kind === 'json' ? payload.value : payload.text}
        />
      )}
    </Section>
  );
}

function Cut({
  payload
}: {
  payload: Extract<Payload, { kind: 'truncated' }>;
}): VNode {
  return (
    <p class="sb-note">
      {strings.truncated(
        formatBytes(payload.fullBytes),
        formatBytes(utf8Bytes(payload.text))
      )}{' '}
      <FullPayload payload={payload} />
    </p>
  );
}

/** A text without its quotes, anything else as JSON. */
function copyOf(payload: Payload): string {
  return payload.kind === 'json' && typeof payload.value === 'string'
    ? payload.value
    : payload.text;
}
