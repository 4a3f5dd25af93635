import { describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { SpanType } from '../../recording/span-type';
import { shared } from '../../state';
import { langchain, openai } from '../autolog';
import { endRunsOf, startRun } from '../langchain/runs';
import { collected } from './collected';
import { LANGCHAIN } from './langchain-modules';
import { chainAt, QUESTION, shape } from './langchain-shapes';
import { treeOf, type ObservedSpan } from './observed-spans';
import { traceCalls } from './traced-calls';

describe('streams of LangChain that are not read to their ends', () => {
  const traced = traceCalls();

  /** The spans of one traced run. */
  async function spansOf(name: string): Promise<ObservedSpan[]> {
    await langchain.autolog(LANGCHAIN);
    await shape(name)(traced.url);
    return traced.ended();
  }

  it.each([
    ['a reader that stops early', 'RunnableSequence CHAIN'],
    ['a reader of a model that stops early', 'ChatOpenAI CHAT_MODEL'],
    ['a reader that aborts', 'RunnableSequence CHAIN'],
    ['a reader of events that stops early', 'RunnableSequence CHAIN'],
    ['a reader of a graph that stops early', 'LangGraph CHAIN']
  ])(
    'ends all that runs when nobody reads any more: %s',
    async (name, root) => {
      await openai.autolog(OpenAI);
      const spans = await spansOf(name);
      expect(spans.map(({ status }) => status.statusCode)).not.toContain(
        'ERROR'
      );
      expect(spans.at(-1)?.attributes).toMatchObject({
        'mlflow.stream.interrupted': true
      });
      expect(shared.openTraces.size).toBe(0);
      expect(treeOf(spans)[0]).toBe(root);
    }
  );

  it('ends a map whose reader stops', async () => {
    const spans = await spansOf('a reader of a map that stops early');
    expect(spans.at(-1)).toMatchObject({
      name: 'RunnableMap',
      attributes: { 'mlflow.stream.interrupted': true }
    });
  });

  it('begins nothing below what its reader has left', async () => {
    const settings = { logTraces: true, captureContent: true };
    const begin = (runId: string, parentRunId?: string): void => {
      startRun(
        {
          ...{ runId, parentRunId, name: runId, spanType: SpanType.CHAIN },
          ...{ inputs: undefined, tags: undefined, metadata: undefined }
        },
        settings
      );
    };
    begin('map');
    begin('chain', 'map');
    endRunsOf('map');
    begin('parser', 'chain');
    begin('lambda', 'parser');
    expect(shared.openTraces.size).toBe(0);
    expect(treeOf(await traced.ended())).toEqual([
      'map CHAIN',
      '  chain CHAIN'
    ]);
  });

  it('calls it an error that a stream took too long', async () => {
    const spans = await spansOf('a reader that does not wait');
    expect(treeOf(spans)).toEqual(
      expect.arrayContaining([
        'RunnableSequence CHAIN !',
        '  ChatPromptTemplate CHAIN',
        '  ChatOpenAI CHAT_MODEL !'
      ])
    );
  });

  it('ends what runs in a stream that its reader lets go', async () => {
    await langchain.autolog(LANGCHAIN);
    await chainAt(traced.url).stream(QUESTION);
    const spans = await collected(4, traced.ended);
    expect(spans.at(-1)).toMatchObject({
      name: 'RunnableSequence',
      status: { statusCode: 'OK' },
      attributes: { 'mlflow.stream.interrupted': true }
    });
  });
});
