import type { VNode } from 'preact';
import { parsedIfJson } from '../../model/messages/read';
import type { ChatPart, ToolCallPart } from '../../model/messages/types';
import { JsonTree } from '../detail/json-tree';
import { detailStrings } from '../strings/detail';
import { MediaView } from './media-view';
import { Prose } from './prose';

/** What a message or a result holds, each part by its kind. */
export function Parts({ parts }: { parts: readonly ChatPart[] }): VNode {
  return (
    <>
      {parts.map(part => (
        <Part part={part} />
      ))}
    </>
  );
}

function Part({ part }: { part: ChatPart }): VNode {
  switch (part.kind) {
    case 'text':
      return <TextPart text={part.text} />;
    case 'reasoning':
      return part.text === '' ? (
        <p class="sb-note">{detailStrings.hiddenReasoning}</p>
      ) : (
        <details class="sb-reasoning">
          <summary>{detailStrings.reasoning}</summary>
          <Prose text={part.text} />
        </details>
      );
    case 'refusal':
      return (
        <div class="sb-refused">
          <span class="sb-part-title">{detailStrings.refusal}</span>
          <Prose text={part.text} />
        </div>
      );
    case 'media':
      return <MediaView media={part.media} />;
    case 'data':
      return <JsonTree value={part.value} />;
    case 'call':
      return <Call call={part} />;
    case 'result':
      return (
        <div class="sb-result" data-error={part.isError}>
          <span class="sb-part-title">
            {part.isError ? detailStrings.failedResult : detailStrings.result}
            {part.name === undefined ? '' : ` · ${part.name}`}
          </span>
          <Parts parts={part.parts} />
        </div>
      );
  }
}

/** A structured output is JSON in a text: it reads better as a tree. */
function TextPart({ text }: { text: string }): VNode {
  const value = parsedIfJson(text);
  return typeof value === 'string' ? (
    <Prose text={value} />
  ) : (
    <JsonTree value={value} />
  );
}

function Call({
  call: { id, name, args, result }
}: {
  call: ToolCallPart;
}): VNode {
  const isEmpty =
    typeof args === 'object' && args !== null && Object.keys(args).length === 0;
  return (
    <div class="sb-call" role="group" aria-label={detailStrings.call(name)}>
      <header>
        <code>{name}</code>
        {id !== undefined && <span class="sb-note">{id}</span>}
      </header>
      {args === undefined || args === null || isEmpty ? (
        <p class="sb-note">{detailStrings.noArguments}</p>
      ) : (
        <JsonTree value={args} root="args" />
      )}
      {result && <Part part={result} />}
    </div>
  );
}
