import { present } from '../../bundle/present';
import type { SpanDetail } from '../types';
import {
  isJson,
  isThere,
  itemsOf,
  membersOf,
  parsedIfJson,
  textAt,
  textOf,
  valueAt,
  type Json
} from './read';
import { unflattened } from './unflatten';

/** A text that was found for a question. */
export type FoundDocument = {
  readonly text: string;
  readonly id?: string;
  /** Relevance; larger is nearer, unless the store measures distance. */
  readonly score?: number;
  /** Where it is from; any text, an address at best. */
  readonly place?: string;
  /** The rest of what is known of it. */
  readonly metadata: Json;
};

/** What a retriever was asked and found. */
export type Retrieval = {
  readonly query?: string;
  readonly documents: readonly FoundDocument[];
};

/** The documents after a reranker; `from` is the 0-based place each had before, absent when it was not there. */
export type Reranking = {
  readonly query?: string;
  readonly before: readonly FoundDocument[];
  readonly after: readonly (FoundDocument & { readonly from?: number })[];
};

/**
 * The documents of MLflow, LangChain, LlamaIndex, OpenInference, Pinecone and of lists of plain texts. `undefined`
 * when there is none, or when an entry of the list is no document.
 */
export function retrievalOf(detail: SpanDetail): Retrieval | undefined {
  const { attributes } = detail;
  const documents =
    documentsIn(unflattened(attributes, 'retrieval.documents')) ??
    documentsIn(valueOf(detail.outputs));
  const query = queryOf(detail);
  return documents && { ...present({ query }), documents };
}

/** The order before and after; the places come from ids, else from texts. */
export function rerankingOf(detail: SpanDetail): Reranking | undefined {
  const { attributes } = detail;
  const inputs = valueOf(detail.inputs);
  const before =
    documentsIn(unflattened(attributes, 'reranker.input_documents')) ??
    documentsIn(inputs) ??
    Object.values(membersOf(inputs))
      .map(value => documentsIn(value))
      .find(found => found !== undefined) ??
    [];
  const outputs = valueOf(detail.outputs);
  const after =
    documentsIn(unflattened(attributes, 'reranker.output_documents')) ??
    byIndex(outputs, before) ??
    documentsIn(outputs);
  if (!after) {
    return undefined;
  }
  const query = textAt(attributes, 'reranker.query') ?? queryOf(detail);
  const placed = after.map(document => {
    const from = placeOf(document, before);
    return { ...document, ...(from < 0 ? {} : { from }) };
  });
  return { ...present({ query }), before, after: placed };
}

function valueOf(payload: SpanDetail['inputs']): unknown {
  return payload?.kind === 'json' ? payload.value : undefined;
}

function queryOf({ attributes, inputs }: SpanDetail): string | undefined {
  const value = valueOf(inputs);
  return (
    textOf(value) ??
    textAt(
      membersOf(value),
      'query',
      'question',
      'q',
      'input',
      'query_str',
      'text',
      'search_query'
    ) ??
    textAt(
      membersOf(membersOf(value)['query']),
      'query_str',
      'queryStr',
      'query'
    ) ??
    textAt(attributes, 'input.value')
  );
}

/** Where a result keeps its list. */
const LISTS = [
  'documents',
  'docs',
  'source_documents',
  'sourceDocuments',
  'nodes',
  'source_nodes',
  'sourceNodes',
  'matches',
  'results',
  'hits',
  'points',
  'context'
];

function documentsIn(value: unknown): readonly FoundDocument[] | undefined {
  const found = parsedIfJson(value);
  if (isJson(found)) {
    const list = LISTS.map(key => found[key]).find(Array.isArray);
    return list === undefined ? undefined : documentsIn(list);
  }
  const documents = itemsOf(found).map(documentOf);
  const known = documents.filter(document => document !== undefined);
  return known.length > 0 && known.length === documents.length
    ? known
    : undefined;
}

/** A reranker's answer may be places only: Cohere's `{results: [{index, relevance_score}]}`. */
function byIndex(
  outputs: unknown,
  before: readonly FoundDocument[]
): readonly FoundDocument[] | undefined {
  const results = itemsOf(membersOf(outputs)['results'] ?? outputs).map(
    membersOf
  );
  const found = results.map(({ index, relevance_score, score, document }) => {
    const known = typeof index === 'number' ? before[index] : undefined;
    const figure = relevance_score ?? score;
    return known && !isThere(document)
      ? { ...known, ...(typeof figure === 'number' ? { score: figure } : {}) }
      : undefined;
  });
  const known = found.filter(document => document !== undefined);
  return known.length > 0 && known.length === found.length ? known : undefined;
}

function documentOf(value: unknown): FoundDocument | undefined {
  if (typeof value === 'string') {
    return { text: value, metadata: {} };
  }
  if (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[1] === 'number'
  ) {
    return documentOf({ ...membersOf(value[0]), score: value[1] }); // LangChain's pairs with a score
  }
  const outer = membersOf(value);
  const node =
    [outer['document'], outer['node'], outer['payload']].find(isJson) ?? {};
  const kwargs = isThere(outer['lc']) ? membersOf(outer['kwargs']) : {};
  const all = { ...outer, ...node, ...kwargs };
  const metadata = membersOf(parsedIfJson(all['metadata']));
  const text =
    textAt(all, 'page_content', 'pageContent', 'text', 'content') ??
    textAt(membersOf(all['text_resource']), 'text') ??
    textAt(metadata, 'text', 'content', 'page_content');
  if (text === undefined) {
    return undefined;
  }
  const figure = valueAt(
    { ...metadata, ...all },
    'score',
    'relevance_score',
    'relevanceScore',
    'similarity',
    'distance'
  );
  return {
    text,
    ...present({
      id: idOf(all),
      score: typeof figure === 'number' ? figure : undefined,
      place: textAt(
        metadata,
        'doc_uri',
        'source',
        'url',
        'uri',
        'file_path',
        'file_name',
        'title'
      )
    }),
    metadata
  };
}

function idOf(document: Json): string | undefined {
  const id = valueAt(document, 'id', 'id_', 'node_id', 'doc_id');
  return typeof id === 'string' || typeof id === 'number'
    ? String(id)
    : undefined;
}

function placeOf(
  { id, text }: FoundDocument,
  before: readonly FoundDocument[]
): number {
  const byId =
    id === undefined ? -1 : before.findIndex(other => other.id === id);
  return byId < 0 ? before.findIndex(other => other.text === text) : byId;
}
