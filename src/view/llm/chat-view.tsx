import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { jsonTextOf } from '../../bundle/json-text';
import type {
  Chat,
  ChatMessage,
  ToolDefinition
} from '../../model/messages/types';
import { CopyButton } from '../copy-button';
import { JsonTree } from '../detail/json-tree';
import { detailStrings } from '../strings/detail';
import { Parts } from './parts-view';
import { PlainContext } from './prose';

/** Messages of the history that are drawn at first, and with each click. */
const PAGE = 30;

/**
 * A conversation, top to bottom; the answer of the span stands apart from what it was asked with.
 *
 *     div.sb-chat
 *       article.sb-message[data-role][data-answer?] ...
 */
export function ChatView({ chat }: { chat: Chat }): VNode {
  const { messages, answerAt, tools } = chat;
  const [limit, setLimit] = useState(PAGE);
  const [isPlain, setPlain] = useState(false);
  const first = Math.max(0, messages.length - limit);
  return (
    <PlainContext.Provider value={isPlain}>
      <div class="sb-chat" role="group" aria-label={detailStrings.conversation}>
        <header class="sb-chat-head">
          <span class="sb-note">{headOf(chat)}</span>
          <button
            type="button"
            class="sb-more"
            onClick={() => setPlain(!isPlain)}
          >
            {isPlain ? detailStrings.formatted : detailStrings.plain}
          </button>
        </header>
        {tools.length > 0 && <Tools tools={tools} />}
        {first > 0 && (
          <button
            type="button"
            class="sb-more"
            onClick={() => setLimit(limit + PAGE)}
          >
            {detailStrings.earlier(first)}
          </button>
        )}
        {messages.slice(first).map((message, at) => (
          <Message
            key={first + at}
            message={message}
            isAnswer={first + at >= answerAt}
          />
        ))}
      </div>
    </PlainContext.Provider>
  );
}

function headOf({ model, provider, finishReason }: Chat): string {
  const parts = [
    model,
    provider,
    finishReason && detailStrings.finish(finishReason)
  ];
  return parts.filter(Boolean).join(' · ');
}

function Tools({ tools }: { tools: readonly ToolDefinition[] }): VNode {
  return (
    <details class="sb-tools-offered">
      <summary>
        {detailStrings.toolsOffered(tools.length)}:{' '}
        {tools.map(({ name }) => name).join(', ')}
      </summary>
      {tools.map(({ name, description, parameters }) => (
        <div class="sb-call">
          <header>
            <code>{name}</code>
          </header>
          {description !== undefined && <p class="sb-text">{description}</p>}
          {parameters !== undefined && (
            <JsonTree value={parameters} root="parameters" />
          )}
        </div>
      ))}
    </details>
  );
}

function Message({
  message,
  isAnswer
}: {
  message: ChatMessage;
  isAnswer: boolean;
}): VNode {
  const { role, name, parts } = message;
  const title = [detailStrings.roles[role], name].filter(Boolean).join(' · ');
  const content = <Parts parts={parts} />;
  return (
    <article
      class="sb-message"
      data-role={role}
      data-answer={isAnswer}
      aria-label={isAnswer ? `${title}, ${detailStrings.answer}` : title}
    >
      <header>
        <span class="sb-role">{title}</span>
        {isAnswer && <span class="sb-answer">{detailStrings.answer}</span>}
        <CopyButton
          label={detailStrings.message}
          text={() => copied(message)}
        />
      </header>
      {role === 'system' ? <System message={message} /> : content}
    </article>
  );
}

/** Prompts of systems are long and the same in each span: the first line stands for them. */
function System({ message: { parts } }: { message: ChatMessage }): VNode {
  const text = parts
    .map(part => (part.kind === 'text' ? part.text : ''))
    .join('\n');
  const [line = ''] = text.trim().split('\n', 1);
  if (text.length <= 120 && !text.trim().includes('\n')) {
    return <Parts parts={parts} />;
  }
  return (
    <details class="sb-system">
      <summary class="sb-text">{line.slice(0, 120)} …</summary>
      <Parts parts={parts} />
    </details>
  );
}

/** The words alone where there are words, else all as JSON. */
function copied({ parts }: ChatMessage): string {
  const texts = parts.flatMap(part => (part.kind === 'text' ? part.text : []));
  return texts.length > 0 ? texts.join('\n\n') : jsonTextOf(parts);
}
