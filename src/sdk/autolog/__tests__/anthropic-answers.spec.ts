import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '../autolog';
import { messageOfEvents } from '../anthropic/stream';
import { canned, type Canned, type CannedFetch } from './canned';
import { observeTraces } from './observed-spans';
import { shown } from './programs';

const REQUEST = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'hello' }]
};
const USAGE = { input_tokens: 9, output_tokens: 12 };

const message = (content: readonly object[], more: object = {}): object => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: REQUEST.model,
  content,
  stop_reason: 'end_turn',
  usage: USAGE,
  ...more
});

/** A message as it is streamed, of one block. */
function eventsOf(block: object, delta: object, reason: string): object[] {
  return [
    { type: 'message_start', message: message([], { stop_reason: null }) },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: reason, stop_sequence: null },
      usage: { output_tokens: 12 }
    },
    { type: 'message_stop' }
  ];
}

const CALLS: Canned = {
  events: eventsOf(
    { type: 'tool_use', id: 't1', name: 'get_weather', input: {} },
    { type: 'input_json_delta', partial_json: '{"city":"Paris"}' },
    'tool_use'
  )
};
const SAYS: Canned = {
  events: eventsOf(
    { type: 'text', text: '' },
    { type: 'text_delta', text: 'sunny' },
    'end_turn'
  )
};

describe('unusual answers of Anthropic’s API', () => {
  const traced = observeTraces();

  beforeEach(() => anthropic.autolog(Anthropic));
  afterEach(async () => {
    await anthropic.autolog({ disable: true });
    traced.clear();
  });

  function clientOf(fetch: CannedFetch): Anthropic {
    return new Anthropic({ apiKey: 'sk-ant-key', maxRetries: 0, fetch });
  }

  /** Runs the tools that are asked for, and reads each message as it comes. */
  async function runTools(fetch: CannedFetch): Promise<unknown[]> {
    const runner = clientOf(fetch).beta.messages.toolRunner({
      ...REQUEST,
      stream: true,
      tools: [
        {
          name: 'get_weather',
          description: 'the weather',
          input_schema: { type: 'object', properties: {} },
          run: () => 'sunny',
          parse: given => given
        }
      ]
    });
    const events: unknown[] = [];
    for await (const stream of runner) {
      for await (const event of stream) {
        events.push(event);
      }
    }
    return events;
  }

  it('are recorded of a tool runner that streams, which reads answers in promises of its own', async () => {
    const fetch = canned(CALLS, SAYS);
    const events = await runTools(fetch);
    const spans = await traced.ended();
    expect(spans).toMatchObject([
      {
        name: 'Messages.create',
        outputs: { content: [{ type: 'tool_use', input: { city: 'Paris' } }] }
      },
      {
        outputs: { content: [{ type: 'text', text: 'sunny' }] },
        attributes: { 'mlflow.chat.tokenUsage': { output_tokens: 12 } }
      }
    ]);
    await anthropic.autolog({ disable: true });
    const again = canned(CALLS, SAYS);
    expect(await runTools(again)).toEqual(events);
    expect(again.asked).toEqual(fetch.asked);
    expect(await traced.ended()).toHaveLength(2);
  });

  it('are errors when they are refusals', async () => {
    const client = clientOf(
      canned({ json: message([], { stop_reason: 'refusal' }) })
    );
    await client.messages.create(REQUEST);
    expect(await traced.ended()).toMatchObject([
      {
        status: { statusCode: 'ERROR', description: 'Refusal: refusal' },
        outputs: { stop_reason: 'refusal' }
      }
    ]);
  });

  it('have no key of a server that Anthropic is to call', async () => {
    const fetch = canned({ json: message([]) });
    await clientOf(fetch).beta.messages.create({
      ...REQUEST,
      mcp_servers: [
        {
          type: 'url',
          name: 'weather',
          url: 'https://example.org/sse?token=secret-of-the-query',
          authorization_token: 'secret-token'
        }
      ]
    });
    expect(shown(await traced.ended())).not.toContain('secret-');
    expect(JSON.stringify(fetch.asked)).toContain('secret-token');
  });

  it('name tools that run at Anthropic as others', async () => {
    await clientOf(canned({ json: message([]) })).messages.create({
      ...REQUEST,
      tools: [{ type: 'web_search_20250305', name: 'web_search' }]
    });
    const [span] = await traced.ended();
    expect(span?.attributes['mlflow.chat.tools']).toEqual([
      { type: 'function', function: { name: 'web_search' } }
    ]);
  });

  it('count what is cached for an hour', async () => {
    const usage = {
      ...USAGE,
      cache_creation_input_tokens: 3,
      cache_creation: { ephemeral_1h_input_tokens: 2 }
    };
    const json = message([], { usage });
    await clientOf(canned({ json })).messages.create(REQUEST);
    const [span] = await traced.ended();
    expect(span?.attributes['mlflow.chat.tokenUsage']).toEqual({
      input_tokens: 12,
      output_tokens: 12,
      total_tokens: 24,
      cache_creation_input_tokens: 3,
      cache_creation_input_tokens_above_1hr: 2
    });
  });

  it('tell the time to the first delta, not to the word that they begin', async () => {
    await runTools(canned(SAYS));
    const [span] = await traced.ended();
    const timeOf = (name: string): unknown =>
      span?.events.find(event => event.name === name)?.timestamp;
    expect(timeOf('first_token')).toBe(timeOf('mlflow.chunk.item.2'));
    expect(timeOf('first_token')).not.toBe(timeOf('mlflow.chunk.item.0'));
  });

  it('have what a delta of a new kind says', () => {
    const [start, ...rest] = eventsOf(
      { type: 'compaction', content: null },
      { type: 'compaction_delta', content: 'in short' },
      'end_turn'
    );
    expect(messageOfEvents([start, ...rest])).toMatchObject({
      content: [{ type: 'compaction', content: 'in short' }]
    });
  });
});
