import type { VNode } from 'preact';
import { jsonTextOf } from '../../bundle/json-text';
import type { ToolUse } from '../../model/messages/tool-use';
import { Section } from '../detail/detail-section';
import { ValueSection } from '../detail/value-section';
import { detailStrings } from '../strings/detail';
import { Parts } from './parts-view';

/** A tool by its name, what it was given and what came back. */
export function ToolView({ use }: { use: ToolUse }): VNode {
  const { name, description, callId, args, result } = use;
  return (
    <div class="sb-tool-use">
      <p class="sb-tool-name">
        <code>{name}</code>
        {callId !== undefined && <span class="sb-note">{callId}</span>}
      </p>
      {description !== undefined && <p class="sb-note">{description}</p>}
      {args === undefined || isEmptyObject(args) ? (
        <Section title={detailStrings.arguments}>
          <p class="sb-note">{detailStrings.noArguments}</p>
        </Section>
      ) : (
        <ValueSection
          title={detailStrings.arguments}
          root="args"
          value={args}
        />
      )}
      <Section
        title={detailStrings.result}
        copied={result && (() => textOf(result))}
      >
        {result ? (
          <Parts parts={result} />
        ) : (
          <p class="sb-note">{detailStrings.noResult}</p>
        )}
      </Section>
    </div>
  );
}

function textOf(parts: NonNullable<ToolUse['result']>): string {
  return parts
    .map(part =>
      part.kind === 'text'
        ? part.text
        : jsonTextOf(part.kind === 'data' ? part.value : part)
    )
    .join('\n');
}

function isEmptyObject(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}
