import '../../../style/llm.css';
import { chatOf } from '../../model/messages/chat-of';
import { rerankingOf, retrievalOf } from '../../model/messages/documents';
import { embeddingsOf } from '../../model/messages/embeddings';
import { toolUseOf } from '../../model/messages/tool-use';
import type { SpanDetail, Trace } from '../../model/types';
import type { Tab } from '../detail/detail-tabs';
import { detailStrings } from '../strings/detail';
import { strings } from '../strings/first-picture';
import { ChatView } from './chat-view';
import { DocumentsView, RerankingView } from './documents-view';
import { EmbeddingsView } from './embeddings-view';
import { ToolView } from './tool-view';

const { tabs } = detailStrings;

/** The readings of a span by its type and contents; none where inputs and outputs say all. */
export function llmTabs(
  trace: Trace,
  row: number,
  detail: SpanDetail
): readonly Tab[] {
  const type = trace.spans.types[row] ?? '';
  const own = tabOfType(type, trace.spans.names[row] ?? '', detail);
  if (own) {
    return [own];
  }
  const chat = chatOf(detail, type);
  return chat
    ? [
        {
          id: 'chat',
          title: tabs.chat,
          content: () => <ChatView chat={chat} />
        }
      ]
    : [];
}

/** The reading that a type of span promises, when its contents keep the promise. */
function tabOfType(
  type: string,
  name: string,
  detail: SpanDetail
): Tab | undefined {
  switch (type) {
    case 'RETRIEVER': {
      const found = retrievalOf(detail);
      return (
        found && {
          id: 'documents',
          title: tabs.documents,
          count: found.documents.length,
          content: () => <DocumentsView retrieval={found} />
        }
      );
    }
    case 'RERANKER': {
      const found = rerankingOf(detail);
      return (
        found && {
          id: 'reranking',
          title: tabs.reranking,
          count: found.after.length,
          content: () => <RerankingView reranking={found} />
        }
      );
    }
    case 'EMBEDDING': {
      const found = embeddingsOf(detail);
      return (
        found && {
          id: 'embedding',
          title: tabs.embedding,
          content: () => <EmbeddingsView vectors={found} />
        }
      );
    }
    case 'TOOL':
      return isEmpty(detail)
        ? undefined
        : {
            id: 'tool',
            title: tabs.tool,
            content: () => (
              <ToolView use={toolUseOf(detail, name || strings.unnamedSpan)} />
            )
          };
    default:
      return undefined;
  }
}

function isEmpty({ inputs, outputs, attributes }: SpanDetail): boolean {
  return (
    inputs?.kind !== 'json' &&
    outputs?.kind !== 'json' &&
    attributes['gen_ai.tool.call.arguments'] === undefined &&
    attributes['ai.toolCall.args'] === undefined &&
    attributes['input.value'] === undefined
  );
}
