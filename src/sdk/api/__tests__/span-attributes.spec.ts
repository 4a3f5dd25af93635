import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectWarnings } from '../../__tests__/diagnostics';
import { drawing, drawn, tracesOf } from '../../__tests__/recorded-traces';
import { isRecordingSpan } from '../../recording/recording-span';
import { Document } from '../document';
import {
  setSpanChatMessages,
  setSpanChatTools,
  setSpanCost,
  setSpanModel,
  setTokenUsage
} from '../span-attributes';
import { startSpan, startSpanNoContext } from '../start-span';
import { trace } from '../trace';
import { withSpan } from '../with-span';

let warnings: ReturnType<typeof collectWarnings>;

beforeEach(() => {
  warnings = collectWarnings();
});

afterEach(() => {
  warnings.stop();
});

const LINK = { traceId: `tr-${'a1'.repeat(16)}`, spanId: 'b2'.repeat(8) };

describe('attribute helpers', () => {
  it('write what MLflow reads, and sum up over the trace', async () => {
    const [record] = await tracesOf(() => {
      const span = startSpan({ name: 'call' });
      setTokenUsage(span, {
        inputTokens: 7,
        outputTokens: 2,
        cacheReadInputTokens: 1
      });
      setSpanCost(span, { inputCost: 0.25, outputCost: 0.5 });
      setSpanModel(span, {
        model: 'm',
        provider: 'p',
        messageFormat: 'openai'
      });
      expect(span.attributes).toMatchObject({
        'mlflow.chat.tokenUsage': {
          input_tokens: 7,
          output_tokens: 2,
          total_tokens: 9,
          cache_read_input_tokens: 1
        },
        'mlflow.llm.cost': {
          input_cost: 0.25,
          output_cost: 0.5,
          total_cost: 0.75
        },
        'mlflow.llm.model': 'm',
        'mlflow.llm.provider': 'p',
        'mlflow.message.format': 'openai'
      });
      span.end();
    });
    expect(record!.info.metadata).toMatchObject({
      'mlflow.trace.cost':
        '{"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}'
    });
  });

  it('take messages anew, or after those that are there', () => {
    withSpan(span => {
      setSpanChatMessages(span, [{ role: 'user', content: 'hi' }]);
      setSpanChatMessages(span, [{ role: 'assistant' }], { append: true });
      expect(span.attributes['mlflow.chat.messages']).toEqual([
        { role: 'user', content: 'hi' },
        { role: 'assistant' }
      ]);
    });
  });

  it.each([
    ['no list', 'add', '"add"'],
    ['a tool without a name', [{ type: 'function' }], '{"type":"function"}'],
    ['an empty place', [null], 'null']
  ])('refuse %s', (_, tools, found) => {
    withSpan(span => {
      const set: (...args: never[]) => void = setSpanChatTools;
      expect(() => Reflect.apply(set, undefined, [span, tools])).toThrow(
        `setSpanChatTools: expected a list of { type, function: { name } }, found ${found}`
      );
    });
  });

  it('show documents with the names of MLflow', async () => {
    const text = await drawing(() =>
      withSpan(() => [new Document({ pageContent: 'rain' })], { name: 'find' })
    );
    expect(text).toBe(
      'find → [{"page_content":"rain","metadata":{},"id":null}]'
    );
  });
});

describe('a span', () => {
  it('has links, a level and a description', () => {
    withSpan(
      span => {
        span.addLink({ ...LINK, attributes: { why: 'retry' } });
        span.setLogLevel('ERROR');
        span.setDescription('tries again');
        expect(span.links).toEqual([
          LINK,
          { ...LINK, attributes: { why: 'retry' } }
        ]);
        expect(span.attributes).toMatchObject({
          'mlflow.spanLogLevel': 40,
          'mlflow.spanDescription': 'tries again'
        });
        expect(() => {
          span.addLink({ traceId: '1', spanId: LINK.spanId });
        }).toThrow('addLink: {"traceId":"1"');
        expect(() => {
          span.setLogLevel('LOUD' as 'ERROR');
        }).toThrow('setLogLevel: LOUD is not a level');
      },
      { links: [LINK], logLevel: 'INFO' }
    );
  });

  it('starts without what is wrong of its links and its level', () => {
    const wrong: object = { logLevel: 7, links: [{ traceId: '' }, LINK] };
    const span = startSpan(wrong);
    expect(isRecordingSpan(span)).toBe(true);
    expect(span.links).toEqual([LINK]);
    expect(warnings.messages).toEqual([
      'setLogLevel: 7 is not a level, expected DEBUG, INFO, WARNING, ERROR or CRITICAL; it is skipped',
      expect.stringMatching(/^addLink: .*; it is skipped$/)
    ]);
    span.end();
  });

  it('says tags and metadata of its trace, root or not; run and experiment only as the root', async () => {
    const [record] = await tracesOf(() => {
      const root = startSpanNoContext({
        name: 'root',
        tags: { a: '1' },
        metadata: { m: '2' },
        runId: 'r-1'
      });
      startSpanNoContext({
        name: 'child',
        parent: root,
        tags: { b: '3' },
        runId: 'r-2',
        experimentId: '9'
      }).end();
      root.end();
    });
    expect(record!.info).toMatchObject({
      tags: { a: '1', b: '3' },
      metadata: { m: '2', 'mlflow.sourceRun': 'r-1' }
    });
    expect(warnings.messages).toEqual([
      'span "child" is not a root span: its run and its experiment are ignored'
    ]);
  });
});

describe('trace with options', () => {
  it('checks level and destination at once', () => {
    const options: object = { logLevel: 'LOUD' };
    expect(() => trace(() => 1, options)).toThrow('LOUD is not a level');
    expect(() => trace(() => 1, { traceDestination: {} })).toThrow(
      'traceDestination: give a name or an id'
    );
  });

  it('records the outputs of a block only when it gives some', async () => {
    const records = await tracesOf(() => {
      withSpan(() => undefined, { name: 'block' });
      trace(() => undefined, { name: 'call' })();
    });
    expect(records.map(drawn)).toEqual(['block', 'call {} → null']);
  });

  class Agent {
    readonly name = 'ada';
  }

  it.each([
    [() => trace(Agent as never), 'the class Agent'],
    [() => trace({})(Agent as never), 'the class Agent'],
    [() => trace(7 as never), 'got number']
  ])('says what it got that it cannot trace: %#', (work, message) => {
    expect(work).toThrow(message);
  });
});
