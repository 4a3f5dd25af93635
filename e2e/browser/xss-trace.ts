import { readFileSync } from 'node:fs';

import type { TraceRecord } from '../../src/bundle/types';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { traceFromText } from '../../test/trace-from-text';

/** Texts that would set `window.canary`, ask `attack.invalid` for something or leave the page, were they more than text. */
export const VECTORS: readonly string[] = Object.values(
  JSON.parse(readFileSync(inRoot('test/fixtures/xss/vectors.json'), 'utf8'))
).flatMap(texts =>
  Array.isArray(texts) ? texts.filter(text => typeof text === 'string') : []
);

/** A trace with a span for each vector, which holds it in every place that a span has. */
export function traceOf(vectors: readonly string[]): TraceRecord {
  const drawing = [
    'root AGENT 0-1000',
    ...vectors.map(
      (_, at) => `..span${at} ${TYPES[at % TYPES.length]} ${at}-999 !error`
    )
  ].join('\n');
  const [first = ''] = vectors;
  return traceFromText(drawing, {
    info: {
      requestPreview: first,
      responsePreview: first,
      tags: Object.fromEntries([
        ['mlflow.traceName', first],
        ...vectors.map(text => [text, text])
      ]),
      metadata: Object.fromEntries(vectors.map(text => [text, text])),
      assessments: vectors.map(assessmentOf)
    },
    rows: Object.fromEntries(
      vectors.map((text, at) => [`span${at}`, rowOf(text, at)])
    )
  });
}

const TYPES = ['CHAT_MODEL', 'TOOL', 'RETRIEVER', 'LLM', 'EMBEDDING'];

function rowOf(text: string, at: number): Record<string, string> {
  return {
    name: text,
    ...(at % 7 === 6 && { spanType: text }),
    statusMessage: text,
    inputs: JSON.stringify(messagesOf(text)),
    outputs: JSON.stringify(
      at % 3 === 0 ? text : at % 3 === 1 ? answerOf(text) : documentsOf(text)
    ),
    attributes: JSON.stringify({
      [text]: text,
      'mlflow.chat.tools': [
        { type: 'function', function: { name: text, description: text } }
      ],
      'file.path': text,
      'code.filepath': text,
      url: text
    }),
    events: JSON.stringify([
      { name: text, time: 1, attributes: { [text]: text } },
      {
        name: 'exception',
        time: 2,
        attributes: {
          'exception.type': text,
          'exception.message': text,
          'exception.stacktrace': `${text}\n    at ${text} (${text}:1:1)`
        }
      }
    ]),
    links: JSON.stringify([
      { trace_id: text, span_id: text, attributes: { [text]: text } }
    ])
  };
}

function messagesOf(text: string): unknown {
  return {
    model: text,
    messages: [
      { role: 'system', content: text },
      {
        role: 'user',
        content: [
          { type: 'text', text },
          { type: 'image_url', image_url: { url: text } },
          { type: 'input_audio', input_audio: { data: text, format: text } },
          { type: 'file', file: { filename: text, file_data: text } }
        ]
      },
      {
        role: 'assistant',
        content: text,
        reasoning_content: text,
        tool_calls: [
          {
            id: text,
            type: 'function',
            function: { name: text, arguments: text }
          }
        ]
      },
      { role: 'tool', tool_call_id: text, name: text, content: text }
    ]
  };
}

function answerOf(text: string): unknown {
  return { choices: [{ message: { role: 'assistant', content: text } }] };
}

function documentsOf(text: string): unknown {
  return [
    { page_content: text, id: text, metadata: { source: text, doc_uri: text } }
  ];
}

function assessmentOf(text: string): string {
  return JSON.stringify({
    assessment_name: text,
    feedback: { value: text },
    rationale: text,
    source: { source_type: 'HUMAN', source_id: text },
    metadata: { [text]: text }
  });
}
