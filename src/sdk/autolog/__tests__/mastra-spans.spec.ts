import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { MastraRoot } from '../mastra/root';
import { observeTraces, treeOf } from './observed-spans';
import { all } from './programs';

const FAILED = { attributes: { finishReason: 'error' } };
const SETTINGS = { logTraces: true, captureContent: true };

describe('a stream of an agent that breaks off', () => {
  const observed = observeTraces();
  const tree = ['a AGENT !', '  chat CHAT_MODEL !'];
  beforeEach(observed.clear);

  /** The spans of an answer, as Mastra makes them. */
  function answering(root: MastraRoot) {
    const agent = root.createChildSpan({
      type: 'agent_run',
      name: "agent run: 'a'"
    });
    const generation = agent.createChildSpan({ type: 'model_generation' });
    return { agent, generation };
  }

  it('ends before version 1, where the output alone tells of the error', async () => {
    const root = new MastraRoot(SETTINGS);
    const { generation } = answering(root);
    const step = generation.createChildSpan({ type: 'model_step' });
    step.end({ ...FAILED, output: { text: 'Echo: hel' } });
    root.output = { error: new Error('terminated') };
    await setImmediate();
    const spans = await observed.ended();
    expect(treeOf(spans)).toEqual(tree);
    expect(spans[0]?.outputs).toMatchObject({
      choices: [{ message: { content: 'Echo: hel' } }]
    });
  });

  it('has no output where nothing came', async () => {
    const root = new MastraRoot(SETTINGS);
    const { generation } = answering(root);
    const step = generation.createChildSpan({ type: 'model_step' });
    step.end({ ...FAILED, output: { text: '', toolCalls: [] } });
    root.output = { error: new Error('Rate limit reached') };
    await setImmediate();
    const [model] = await observed.ended();
    expect(model).toMatchObject({ name: 'chat', outputs: undefined });
  });

  it('keeps what came in version 1, which tells of the error', async () => {
    const { agent, generation } = answering(new MastraRoot(SETTINGS));
    const tracker = generation.createTracker();
    const error = new Error('terminated');
    tracker.startStep();
    const chunks = tracker.wrapStream(
      ReadableStream.from([
        { type: 'text-delta', payload: { text: 'Echo: hel' } },
        { type: 'error', payload: { error } }
      ])
    );
    await all(chunks as AsyncIterable<unknown>);
    agent.error({ error });
    const spans = await observed.ended();
    expect(treeOf(spans)).toEqual(tree);
    expect(spans[0]?.outputs).toMatchObject({
      choices: [{ message: { content: 'Echo: hel' } }]
    });
  });

  it('says what came of an answer that the program aborted', async () => {
    const { agent, generation } = answering(new MastraRoot(SETTINGS));
    const step = generation.createChildSpan({ type: 'model_step' });
    step.end({
      output: { text: 'Echo: hel' },
      attributes: { finishReason: 'aborted' }
    });
    agent.end({ output: { status: 'aborted', reason: 'abort' } });
    const spans = await observed.ended();
    expect(spans).toMatchObject([
      { name: 'chat', attributes: { 'mlflow.stream.interrupted': true } },
      {
        name: 'a',
        outputs: 'Echo: hel',
        attributes: { 'mlflow.stream.interrupted': true }
      }
    ]);
  });

  it('ends with the signal before version 1, which tells nothing of that', async () => {
    const controller = new AbortController();
    const root = new MastraRoot(SETTINGS, { signal: controller.signal });
    answering(root).generation.createChildSpan({ type: 'model_step' });
    controller.abort();
    await setImmediate();
    const spans = await observed.ended();
    expect(treeOf(spans)).toEqual(['a AGENT', '  chat CHAT_MODEL']);
    expect(spans[1]?.attributes).toMatchObject({
      'mlflow.stream.interrupted': true
    });
  });

  it('ends with its agent where nobody tells of the error', async () => {
    const { agent, generation } = answering(new MastraRoot(SETTINGS));
    generation.createChildSpan({ type: 'model_step' }).end(FAILED);
    agent.end({ output: { text: '' } });
    expect(treeOf(await observed.ended())).toEqual([
      'a AGENT',
      '  chat CHAT_MODEL !'
    ]);
  });

  it('tells when its first token came', async () => {
    const { generation } = answering(
      new MastraRoot(SETTINGS, { isStreamed: true })
    );
    const step = generation.createChildSpan({ type: 'model_step' });
    step.createChildSpan({ type: 'model_chunk' }).end();
    step.createChildSpan({ type: 'model_chunk' }).end();
    step.end({ output: { text: 'Echo' } });
    const [model] = await observed.ended();
    expect(model?.events.map(({ name }) => name)).toEqual(['first_token']);
  });
});

describe('spans of Mastra', () => {
  const observed = observeTraces();
  beforeEach(observed.clear);

  it('belong to the thread of the agent as their session', async () => {
    const agent = new MastraRoot(SETTINGS).createChildSpan({
      ...{ type: 'agent_run', name: "agent run: 'a'" },
      attributes: { conversationId: 'chat 7', prompt: undefined }
    });
    agent.end({ output: { text: 'hi' } });
    await observed.ended();
    expect(observed.metadata).toMatchObject([
      { 'mlflow.trace.session': 'chat 7' }
    ]);
  });

  it.each([
    [{ name: 'TypeError', message: 'broke' }],
    ['TypeError: broke\n    at step']
  ])('have an error by its name where Mastra hands on %j', async error => {
    const run = new MastraRoot(SETTINGS).createChildSpan({
      ...{ type: 'workflow_run', name: "workflow run: 'w'" }
    });
    run.error({ error });
    const [span] = await observed.ended();
    expect(span?.status).toMatchObject({ description: 'TypeError: broke' });
  });
});
