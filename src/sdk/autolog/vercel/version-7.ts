import { SpanType } from '../../recording/span-type';
import { isTracingOn } from '../../recording/ambient';
import type { AutologSettings } from '../integration';
import type { LibraryCall } from '../calls/library-call';
import { runInCall } from '../calls/method-call';
import { valueAt } from '../patching/patch';
import { followAttempt, followRequest } from './attempt';
import { Frame, frames } from './frames';
import { VercelOperation } from './operation';
import { answerOf, embeddedOf, embeddingOf, resultOfOperation } from './wire';

/** Is told of an event, or runs the call of a model or a tool. */
type Listener = (event: unknown) => unknown;

/**
 * What version 7 of the AI SDK tells about its calls. An event says by `callId` to which it belongs, and calls of models
 * and tools run through functions of ours, so that what they do hangs under their spans.
 */
export function telemetry7(
  settings: () => AutologSettings
): Readonly<Record<string, Listener>> {
  const operations = new Map<unknown, VercelOperation>();
  const of = (event: unknown): VercelOperation | undefined =>
    operations.get(valueAt(event, 'callId'));
  const begin = (event: unknown, listener: object): void => {
    const callId = valueAt(event, 'callId');
    const now = settings();
    if (callId !== undefined && now.logTraces && isTracingOn()) {
      const name = String(valueAt(event, 'operationId'));
      const operation = new VercelOperation(name, event, now);
      operations.set(callId, operation);
      operation.atEnd(() => operations.delete(callId));
      operation.interruptWhenDropped(listener);
    }
  };
  const end = (event: unknown): void => {
    of(event)?.succeed(() => resultOfOperation(event));
  };
  let onEnd = end;
  const forget = (): void => {
    onEnd = end;
  };
  return {
    ...listenersOfParts(of),
    // The listeners are read anew for each call, all at once, and held by what may still tell of its end.
    get onStart() {
      const ownEnd: typeof end = event => {
        end(event);
      };
      onEnd = ownEnd;
      queueMicrotask(forget);
      return (event: unknown): void => {
        begin(event, ownEnd);
      };
    },
    get onEnd() {
      return onEnd;
    }
  };
}

/** What is told between the start of a call and its end. */
function listenersOfParts(
  of: (event: unknown) => VercelOperation | undefined
): Readonly<Record<string, Listener>> {
  return {
    onLanguageModelCallStart: event => {
      of(event)?.beginStep(event);
    },
    onObjectStepStart: event => {
      const operation = of(event);
      operation?.beginStep(event);
      enter(operation, run =>
        operation?.step === undefined ? run() : followAttempt(operation, run)
      );
    },
    executeLanguageModelCall: options => executed(options, of(options)),
    onStepEnd: event => {
      endStep(of(event), event);
    },
    onObjectStepEnd: event => {
      endStep(of(event), event);
    },
    onToolExecutionStart: event => {
      of(event)?.beginPart(toolIdOf(event), toolOf(event));
    },
    executeTool: options => {
      const id = String(valueAt(options, 'toolCallId'));
      return runIn(of(options)?.part(id), executeOf(options));
    },
    onToolExecutionEnd: event => {
      endTool(of(event)?.takePart(toolIdOf(event)), event);
    },
    onEmbedStart: event => {
      const name = String(valueAt(event, 'operationId'));
      const id = embedIdOf(event);
      const operation = of(event);
      operation?.beginPart(id, embeddingOf(name, event));
      enter(operation, run =>
        operation?.part(id) === undefined
          ? run()
          : followRequest(operation, id, run)
      );
    },
    onEmbedEnd: event => {
      of(event)?.takePart(embedIdOf(event))?.succeed(embeddedOf(event));
    },
    onAbort: event => {
      of(event)?.interrupt();
    },
    onError: event => {
      of(event)?.fail(valueAt(event, 'error'));
    }
  };
}

/** Lets the call of the model that comes next, awaited by the same function, run as a part of the operation. */
function enter(
  operation: VercelOperation | undefined,
  around: (run: () => unknown) => unknown
): void {
  if (operation !== undefined) {
    frames.enterWith(new Frame(undefined, around));
  }
}

/** Runs one attempt of the model, and hands on what it gives. */
async function executed(
  options: unknown,
  operation: VercelOperation | undefined
): Promise<unknown> {
  operation?.noteAttempt();
  try {
    const answer = await runIn(operation?.step, executeOf(options));
    operation?.endAttempt(answer);
    return answer;
  } catch (error) {
    operation?.noteFailure(error);
    throw error;
  }
}

function executeOf(options: unknown): () => unknown {
  // The library gives it with each call; without it there is nothing to call.
  return valueAt(options, 'execute') as () => unknown;
}

function runIn(call: LibraryCall | undefined, run: () => unknown): unknown {
  return call === undefined ? run() : runInCall(call, run);
}

/** What was not seen at the model itself. */
function endStep(operation: VercelOperation | undefined, event: unknown): void {
  const text = valueAt(event, 'objectText');
  operation?.endStep(() =>
    answerOf(
      text === undefined ? valueAt(event, 'content') : [{ type: 'text', text }],
      valueAt(event, 'finishReason'),
      valueAt(event, 'usage')
    )
  );
}

function toolIdOf(event: unknown): string {
  return String(valueAt(event, 'toolCall', 'toolCallId'));
}

function embedIdOf(event: unknown): string {
  return String(valueAt(event, 'embedCallId'));
}

/** The span of a tool's run, as either version tells of it. */
export function toolOf(
  event: unknown
): Parameters<VercelOperation['beginPart']>[1] {
  return {
    name: String(valueAt(event, 'toolCall', 'toolName')),
    spanType: SpanType.TOOL,
    inputs: valueAt(event, 'toolCall', 'input'),
    attributes: { tool_call_id: toolIdOf(event) },
    secrets: []
  };
}

function endTool(tool: LibraryCall | undefined, event: unknown): void {
  if (valueAt(event, 'toolOutput', 'type') === 'tool-error') {
    tool?.fail(valueAt(event, 'toolOutput', 'error'));
  } else {
    tool?.succeed({ outputs: valueAt(event, 'toolOutput', 'output') });
  }
}
