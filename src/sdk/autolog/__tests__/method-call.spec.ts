import { beforeEach, describe, expect, it } from '@jest/globals';
import { ReadableStream } from 'node:stream/web';
import { SpanType } from '../../recording/span-type';
import { shared } from '../../state';
import { traceMethodCall, type MethodCall } from '../calls/method-call';
import { observeTraces, spanNamed, treeOf } from './observed-spans';
import { all, first } from './programs';

/** A model whose answer is piped, as that of ax. */
class Model {
  chat(): Promise<ReadableStream<string>> {
    return Promise.resolve(ReadableStream.from(['a', 'b', 'c']));
  }
}

/** A program that reads a model’s stream, and lets go of it when its own reader has enough. */
class Program {
  readonly model = new Model();

  async *run(): AsyncGenerator<string> {
    const reader = (await this.model.chat()).getReader();
    try {
      for (
        let step = await reader.read();
        !step.done;
        step = await reader.read()
      ) {
        yield step.value;
      }
    } finally {
      reader.releaseLock();
    }
  }

  async tool(): Promise<{ readonly stream: ReadableStream<string> }> {
    return { stream: await this.model.chat() };
  }
}

describe('a stream that a library’s own run reads', () => {
  const observed = observeTraces();
  beforeEach(observed.clear);

  const calls = (name: string, spanType: SpanType): MethodCall => ({
    describe: () => ({
      ...{ name, spanType, inputs: undefined, attributes: {}, secrets: [] }
    }),
    result: outputs => ({ outputs }),
    streamed: chunks => ({ outputs: chunks.join('') }),
    isPiped: spanType === SpanType.CHAT_MODEL
  });
  const settings = () => ({ logTraces: true, captureContent: true });
  traceMethodCall(
    Model.prototype,
    'chat',
    calls('chat', SpanType.CHAT_MODEL),
    settings
  );
  traceMethodCall(
    Program.prototype,
    'run',
    calls('run', SpanType.LLM),
    settings
  );
  traceMethodCall(
    Program.prototype,
    'tool',
    calls('tool', SpanType.TOOL),
    settings
  );

  it('ends with the run, also when the run lets go of it without a word', async () => {
    await first(new Program().run());
    const spans = await observed.ended();
    expect(treeOf(spans)).toEqual(['run LLM', '  chat CHAT_MODEL']);
    expect(spanNamed(spans, 'chat')).toMatchObject({
      outputs: 'a',
      attributes: { 'mlflow.stream.interrupted': true }
    });
    expect(shared.openTraces.size).toBe(0);
  });

  it('is read to its end where the run reads it to its end', async () => {
    await all(new Program().run());
    const { outputs, attributes } = spanNamed(await observed.ended(), 'chat');
    expect(outputs).toBe('abc');
    expect(attributes).not.toHaveProperty('mlflow.stream.interrupted');
  });

  it('goes on after a tool that hands it out', async () => {
    const { stream } = await new Program().tool();
    await all(stream);
    expect(spanNamed(await observed.ended(), 'chat').outputs).toBe('abc');
  });
});
