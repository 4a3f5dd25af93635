import type { SpanRow } from '../../../src/bundle/types';
import { payloadTexts, type SpanFixture } from '../../../test/span-fixture';

/** Two rounds of a chat with retrieval and one tool: what most readers open this view for. */
export const ASSISTANT = `
  answer_question AGENT 0-1840
  ..plan CHAIN 8-420
  ....choose tools CHAT_MODEL 20-410
  ..search_docs RETRIEVER 430-655
  ....embed EMBEDDING 436-480
  ....vector search 485-600
  ....rerank RERANKER 605-650
  ..get_weather TOOL 660-1010
  ..write answer CHAT_MODEL 1020-1790
  ..parse PARSER 1795-1830`;

const QUESTION = 'Will it rain in Lisbon tomorrow, and what should I pack?';
const ANSWER = `**Take a light rain jacket.** Lisbon expects showers in the afternoon:

| time  | rain |
| ----- | ---- |
| 09:00 | 10 % |
| 15:00 | 70 % |

\`\`\`ts
const pack = rain > 0.5 ? ['jacket', 'umbrella'] : ['sunglasses'];
\`\`\``;
const FORECAST = {
  city: 'Lisbon',
  hours: [
    { at: '09:00', rain: 0.1 },
    { at: '15:00', rain: 0.7 }
  ]
};
const CALL = {
  id: 'call_1',
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"Lisbon"}' }
};
const MESSAGES = [
  { role: 'system', content: 'You answer travellers in three sentences.' },
  { role: 'user', content: QUESTION },
  { role: 'assistant', content: null, tool_calls: [CALL] },
  { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify(FORECAST) }
];

/** Inputs, outputs and attributes of a chat completion, with what it took of tokens and money. */
function completion(
  messages: readonly object[],
  message: object,
  [input, output]: readonly [number, number]
): SpanFixture {
  return {
    inputs: { model: 'gpt-4o-mini', messages, temperature: 0 },
    outputs: { choices: [{ index: 0, finish_reason: 'stop', message }] },
    attributes: {
      'mlflow.chat.tokenUsage': {
        input_tokens: input,
        output_tokens: output,
        total_tokens: input + output
      },
      'mlflow.llm.cost': { total_cost: (input + 4 * output) * 1.5e-7 },
      'mlflow.llm.model': 'gpt-4o-mini'
    }
  };
}

const RECORDED: Readonly<Record<string, SpanFixture>> = {
  answer_question: {
    inputs: { question: QUESTION, user: { id: 4711, locale: 'pt-PT' } },
    outputs: ANSWER
  },
  'choose tools': completion(
    MESSAGES.slice(0, 2),
    { role: 'assistant', content: null, tool_calls: [CALL] },
    [212, 24]
  ),
  search_docs: {
    inputs: { query: 'packing for rain', k: 2 },
    outputs: [
      {
        page_content: 'Showers in autumn are short; a light jacket is enough.',
        metadata: { doc_uri: 'guides/lisbon.md', score: 0.91 }
      },
      {
        page_content: 'Trams are slippery when wet.',
        metadata: { doc_uri: 'guides/trams.md', score: 0.62 }
      }
    ]
  },
  get_weather: { inputs: { city: 'Lisbon' }, outputs: FORECAST },
  'write answer': {
    ...completion(MESSAGES, { role: 'assistant', content: ANSWER }, [540, 96]),
    events: [
      { name: 'mlflow.chunk.item.0', time: 1_240_000, attributes: {} },
      { name: 'mlflow.chunk.item.1', time: 1_500_000, attributes: {} }
    ]
  }
};

/** What the spans of `ASSISTANT` recorded, by their names. */
export const ASSISTANT_ROWS: Readonly<Record<string, Partial<SpanRow>>> =
  Object.fromEntries(
    Object.entries(RECORDED).map(([name, recorded]) => [
      name,
      payloadTexts(recorded)
    ])
  );
