import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { MastraRoot } from '../mastra-spans';
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
});
