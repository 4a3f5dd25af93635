import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detailOf } from '../../../../test/span-fixture';
import { rerankingOf, retrievalOf } from '../documents';
import { embeddingsOf } from '../embeddings';
import { toolUseOf } from '../tool-use';

const found = { text: 'a text', id: 'd1', score: 0.9 };

describe('retrievalOf', () => {
  it.each([
    [
      'MLflow',
      [{ page_content: 'a text', metadata: { relevance_score: 0.9 }, id: 'd1' }]
    ],
    [
      'LangChain.js',
      [[{ pageContent: 'a text', metadata: {}, id: 'd1' }, 0.9]]
    ],
    [
      'LangChain, serialised',
      [
        {
          lc: 1,
          type: 'constructor',
          id: ['langchain_core', 'documents', 'Document'],
          kwargs: { page_content: 'a text', metadata: { score: 0.9 }, id: 'd1' }
        }
      ]
    ],
    [
      'LlamaIndex',
      [
        {
          node: { id_: 'd1', text_resource: { text: 'a text' }, metadata: {} },
          score: 0.9
        }
      ]
    ],
    [
      'LlamaIndex.TS',
      { sourceNodes: [{ node: { id_: 'd1', text: 'a text' }, score: 0.9 }] }
    ],
    [
      'Pinecone',
      { matches: [{ id: 'd1', score: 0.9, metadata: { text: 'a text' } }] }
    ]
  ])('reads documents of %s', (_, outputs) => {
    const retrieval = retrievalOf(
      detailOf({ inputs: { query: 'q' }, outputs })
    );
    expect(retrieval?.query).toBe('q');
    expect(retrieval?.documents).toMatchObject([found]);
  });

  it('reads documents of OpenInference from attributes', () => {
    const attributes = {
      'input.value': 'q',
      'retrieval.documents.0.document.id': 'd1',
      'retrieval.documents.0.document.content': 'a text',
      'retrieval.documents.0.document.score': 0.9,
      'retrieval.documents.0.document.metadata': '{"source":"s.md"}'
    };
    expect(retrievalOf(detailOf({ attributes }))).toMatchObject({
      query: 'q',
      documents: [{ ...found, place: 's.md' }]
    });
  });

  it('finds none where an entry is none', () => {
    expect(retrievalOf(detailOf({ outputs: ['a', 1] }))).toBeUndefined();
    expect(retrievalOf(detailOf({ outputs: [] }))).toBeUndefined();
  });
});

describe('rerankingOf', () => {
  it('says the place that each document had', () => {
    const before = ['a', 'b', 'c'].map(text => ({ page_content: text }));
    const outputs = [before[2], before[0], { page_content: 'new' }];
    const reranking = rerankingOf(detailOf({ inputs: { d: before }, outputs }));
    expect(reranking?.after.map(({ text, from }) => [text, from])).toEqual([
      ['c', 2],
      ['a', 0],
      ['new', undefined]
    ]);
  });

  it('reads an answer of places, as Cohere gives it', () => {
    const detail = detailOf({
      inputs: { query: 'q', documents: ['a', 'b'] },
      outputs: { results: [{ index: 1, relevance_score: 0.7 }] }
    });
    expect(rerankingOf(detail)?.after).toMatchObject([
      { text: 'b', score: 0.7, from: 1 }
    ]);
  });
});

describe('embeddingsOf', () => {
  const vector = Array.from({ length: 20 }, (_, at) => at / 10);
  it.each([
    ['a bare vector', vector],
    ['vectors', [vector]],
    ['OpenAI', { data: [{ embedding: vector, index: 0 }], model: 'm' }],
    ['Gemini', { embeddings: [{ values: vector }] }],
    ['Ollama', { embeddings: [vector] }]
  ])('tells length and head of %s', (_, outputs) => {
    expect(
      embeddingsOf(detailOf({ inputs: { input: 'hi' }, outputs }))
    ).toEqual([{ length: 20, head: vector.slice(0, 8), text: 'hi' }]);
  });

  it('knows the length of base64', () => {
    const embedding = Buffer.alloc(1536 * 4, 7).toString('base64');
    const detail = detailOf({ outputs: { data: [{ embedding }] } });
    expect(embeddingsOf(detail)).toEqual([{ length: 1536, head: [] }]);
  });
});

describe('toolUseOf', () => {
  it("unwraps LangChain's message", () => {
    const outputs = {
      content: '21.5',
      type: 'tool',
      name: 'w',
      tool_call_id: 'c1'
    };
    expect(
      toolUseOf(detailOf({ inputs: { city: 'Paris' }, outputs }), 'w')
    ).toEqual({
      name: 'w',
      args: { city: 'Paris' },
      result: [{ kind: 'text', text: '21.5' }]
    });
  });

  it('reads OpenTelemetry and keeps lists of texts as data', () => {
    const attributes = {
      'gen_ai.tool.name': 'find',
      'gen_ai.tool.call.id': 'c1',
      'gen_ai.tool.call.arguments': '{"q":1}'
    };
    expect(
      toolUseOf(detailOf({ attributes, outputs: ['a', 'b'] }), 'span')
    ).toEqual({
      name: 'find',
      callId: 'c1',
      args: { q: 1 },
      result: [{ kind: 'data', value: ['a', 'b'] }]
    });
  });
});

it('never throws, whatever was recorded', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (inputs, outputs) => {
      const detail = detailOf({ inputs, outputs });
      retrievalOf(detail);
      rerankingOf(detail);
      embeddingsOf(detail);
      toolUseOf(detail, 'tool');
    })
  );
});
