import { debug, messageOf } from '../../diag';
import { SpanType } from '../../recording/span-type';
import type { AutologSettings } from '../integration';
import { modelAnswer, modelAttributes } from './model';
import { addToken, endRun, failRun, startRun, type RunStart } from './runs';
import { readerOfRun } from './streams';
import { chatMessageOf, documentOf, plainOf, unwrapped } from './values';
import { valueAt } from '../patching/patch';
import { resultOf } from '../calls/stainless';

/** Tells our handler among those of a callback manager; the same in every copy of the SDK. */
export const HANDLER_NAME = 'spanbook';

type Ids = readonly [runId: string, parentRunId?: string];

/** What is said of a model's run behind what it was asked. */
type ModelRun = [
  ...Ids,
  extra?: unknown,
  tags?: unknown,
  metadata?: unknown,
  runName?: string
];

/** The same of a tool's or a retriever's run. */
type NamedRun = [...Ids, tags?: unknown, metadata?: unknown, runName?: string];

/**
 * What LangChain tells of its runs, as spans. It is awaited, so that spans begin and end when runs do, and in their
 * order; it asks for nothing, so that a model streams only if it did before.
 */
export class LangChainHandler {
  readonly name = HANDLER_NAME;
  readonly awaitHandlers = true;
  readonly raiseError = false;
  readonly ignoreLLM = false;
  readonly ignoreChain = false;
  readonly ignoreAgent = false;
  readonly ignoreRetriever = false;
  readonly ignoreCustomEvent = true;
  readonly lc_prefer_streaming = false;
  private readonly _settings: () => AutologSettings;

  constructor(settings: () => AutologSettings) {
    this._settings = settings;
  }

  copy(): this {
    return this;
  }

  handleChainStart(
    chain: unknown,
    inputs: unknown,
    ...[runId, parentRunId, tags, metadata, , runName]: [
      ...Ids,
      tags?: unknown,
      metadata?: unknown,
      runType?: string,
      runName?: string
    ]
  ): void {
    this._start(() => ({
      ...{ runId, parentRunId, tags, metadata },
      name: nameOf(chain, runName),
      spanType: SpanType.CHAIN,
      inputs: plainOf(inputs)
    }));
  }

  handleChainEnd(
    outputs: unknown,
    ...[runId, , , late]: [...Ids, tags?: unknown, late?: unknown]
  ): void {
    const inputs = valueAt(late, 'inputs');
    end(runId, () => ({
      outputs: plainOf(unwrapped(outputs)),
      // Of a run within a stream they are known at its end.
      ...(inputs !== undefined && { inputs: plainOf(inputs) })
    }));
  }

  handleChatModelStart(
    model: unknown,
    conversations: readonly (readonly unknown[])[],
    ...run: ModelRun
  ): void {
    this._startModel(model, run, () => ({
      spanType: SpanType.CHAT_MODEL,
      inputs: { messages: conversations.flat().map(chatMessageOf) }
    }));
  }

  handleLLMStart(
    model: unknown,
    prompts: readonly string[],
    ...run: ModelRun
  ): void {
    this._startModel(model, run, () => ({
      spanType: SpanType.LLM,
      inputs: prompts
    }));
  }

  handleLLMNewToken(token: unknown, _index: unknown, runId: string): void {
    addToken(runId, token);
  }

  handleLLMEnd(result: unknown, runId: string): void {
    end(runId, () => modelAnswer(result));
  }

  handleToolStart(tool: unknown, input: string, ...run: NamedRun): void {
    this._startNamed(tool, run, () => ({
      spanType: SpanType.TOOL,
      inputs: parsed(input)
    }));
  }

  handleToolEnd(output: unknown, runId: string): void {
    end(runId, () => ({ outputs: plainOf(output) }));
  }

  handleRetrieverStart(
    retriever: unknown,
    query: string,
    ...run: NamedRun
  ): void {
    this._startNamed(retriever, run, () => ({
      spanType: SpanType.RETRIEVER,
      inputs: query
    }));
  }

  handleRetrieverEnd(documents: readonly unknown[], runId: string): void {
    end(runId, () => ({ outputs: plainOf(documents.map(documentOf)) }));
  }

  handleChainError(error: unknown, runId: string): void {
    failRun(runId, error);
  }

  handleLLMError(error: unknown, runId: string): void {
    failRun(runId, error);
  }

  handleToolError(error: unknown, runId: string): void {
    failRun(runId, error);
  }

  handleRetrieverError(error: unknown, runId: string): void {
    failRun(runId, error);
  }

  private _startModel(
    model: unknown,
    [runId, parentRunId, extra, tags, metadata, runName]: ModelRun,
    describe: () => Pick<RunStart, 'spanType' | 'inputs'>
  ): void {
    this._start(() => ({
      ...{ runId, parentRunId, tags, metadata },
      name: nameOf(model, runName),
      attributes: modelAttributes(extra, metadata),
      ...describe()
    }));
  }

  private _startNamed(
    runnable: unknown,
    [runId, parentRunId, tags, metadata, runName]: NamedRun,
    describe: () => Pick<RunStart, 'spanType' | 'inputs'>
  ): void {
    this._start(() => ({
      ...{ runId, parentRunId, tags, metadata },
      name: nameOf(runnable, runName),
      ...describe()
    }));
  }

  private _start(describe: () => RunStart): void {
    try {
      const start = describe();
      const reader = readerOfRun(start.runId);
      startRun({ ...start, reader }, this._settings());
    } catch (error) {
      debug('autolog', `a run was not understood: ${messageOf(error)}`);
    }
  }
}

function end(runId: string, read: Parameters<typeof resultOf>[0]): void {
  endRun(runId, resultOf(read));
}

function nameOf(serialized: unknown, runName: string | undefined): string {
  const id = valueAt(serialized, 'id');
  const className: unknown = Array.isArray(id) ? id.at(-1) : undefined;
  return runName ?? (typeof className === 'string' ? className : 'LangChain');
}

/** A tool's input is JSON, or a text. */
function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}
