import type { Callee } from '../../api/traced-call';
import { debug, messageOf } from '../../diag';
import { isTracingOn } from '../../recording/ambient';
import type { AutologSettings } from '../integration';
import type { CallResult } from '../calls/library-call';
import { isObject, replaceMethod, valueAt, type Undo } from '../patching/patch';
import { listAt } from '../calls/read';
import { followAttempt, followRequest, seen } from './attempt';
import { frames, type Frame } from './frames';
import { VercelOperation } from './operation';
import { embeddingOf, resultOfOperation } from './wire';

/** A call of a model by a function that version 6 tells nothing of. */
type ModelCall = {
  /** The function's frame. */
  readonly whole: Frame;
  readonly model: unknown;
  /** What the model is asked. */
  readonly options: unknown;
  readonly settings: AutologSettings;
};

/** Begins to record a call, and gives what runs it. */
type Recorder = (call: ModelCall) => (run: () => unknown) => unknown;

/**
 * Version 6 tells nothing of `embed`, `embedMany`, `generateObject`, `streamObject` and `rerank`. They are seen where they
 * call their model, in the two frames in which they run: the attempt's, and that of the function around it. Version 7,
 * which tells of all, does not tell how an attempt or a stream of these ends.
 */
export function traceModel(
  model: unknown,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  return Object.entries(METHODS).map(([name, record]) =>
    replaceMethod(model, name, original => traced(original, record, settings))
  );
}

const METHODS: Readonly<Record<string, Recorder>> = {
  doEmbed: recordEmbedding,
  doRerank: recordRanking,
  doGenerate: call => recordObject('ai.generateObject', call),
  doStream: call => recordObject('ai.streamObject', call)
};

const traced = (
  original: Callee,
  record: Recorder,
  settings: () => AutologSettings
): Callee =>
  function traced(this: unknown, ...args: unknown[]): unknown {
    const run = (): unknown => Reflect.apply(original, this, args);
    const frame = frames.getStore();
    if (frame?.around !== undefined) {
      return frame.around(run);
    }
    const whole = frame?.outer;
    const now = settings();
    const [options] = args;
    const follow =
      whole !== undefined &&
      isUntold(whole, options) &&
      now.logTraces &&
      isTracingOn() &&
      begun(record, { whole, model: this, options, settings: now });
    return follow ? follow(run) : run();
  };

/** A call that is not understood is not recorded. */
function begun(
  record: Recorder,
  call: ModelCall
): ReturnType<Recorder> | undefined {
  try {
    return record(call);
  } catch (error) {
    debug('autolog', `a call was not understood: ${messageOf(error)}`);
    return undefined;
  }
}

/** False within what is told: `generateText` and `streamText` say which tools there are, also that there are none. */
function isUntold({ call, given }: Frame, options: unknown): boolean {
  const isText = isObject(options) && 'tools' in options;
  return call === undefined && given !== undefined && !isText;
}

/** Who is asked and with which settings, as events say it. */
function eventOf({ model, options }: ModelCall): object {
  return {
    ...(isObject(options) && options),
    modelId: valueAt(model, 'modelId'),
    provider: valueAt(model, 'provider')
  };
}

/** The function, which begins with its first call of the model and ends as its frame does. */
function operationOf(
  { whole, settings }: ModelCall,
  name: string,
  event: object
): VercelOperation {
  if (whole.operation !== undefined) {
    return whole.operation;
  }
  const operation = new VercelOperation(name, event, settings);
  whole.operation = operation;
  seen(whole.given, {
    answered: result => {
      // `streamObject` gives nothing: its stream is still to come.
      if (result !== undefined) {
        operation.succeed(() => endOf(result));
      }
    },
    failed: error => {
      operation.fail(error);
    }
  });
  return operation;
}

function endOf(result: unknown): CallResult {
  const embedding =
    valueAt(result, 'embedding') ?? valueAt(result, 'embeddings');
  const value = valueAt(result, 'values');
  return {
    ...resultOfOperation(embedding === undefined ? result : { embedding }),
    // All, and not those of the first request alone.
    ...(value !== undefined && { inputs: { value } })
  };
}

/** The call may be one of many that are made at once. */
function recordEmbedding(call: ModelCall): ReturnType<Recorder> {
  const event = eventOf(call);
  const values = listAt(event, 'values');
  const isOne = values.length === 1;
  const operation = operationOf(call, isOne ? 'ai.embed' : 'ai.embedMany', {
    ...event,
    values: undefined,
    value: isOne ? values[0] : values
  });
  const part = {};
  operation.beginPart(part, embeddingOf(`${operation.name}.doEmbed`, event));
  return run => followRequest(operation, part, run);
}

function recordRanking(call: ModelCall): ReturnType<Recorder> {
  const documents = valueAt(call.options, 'documents', 'values');
  operationOf(call, 'ai.rerank', { ...eventOf(call), documents });
  return run => run();
}

function recordObject(name: string, call: ModelCall): ReturnType<Recorder> {
  const messages = valueAt(call.options, 'prompt');
  const schema = valueAt(call.options, 'responseFormat', 'schema');
  const event = { ...eventOf(call), prompt: undefined, messages, schema };
  const operation = operationOf(call, name, event);
  operation.endWhenRead(objectIn);
  if (operation.step === undefined) {
    operation.beginStep(event);
  }
  return run => followAttempt(operation, run);
}

/** The object that a stream gave, before it is held against the program's schema. */
function objectIn(answer: unknown): CallResult {
  const text = String(valueAt(answer, 'text'));
  const finishReason = valueAt(answer, 'finishReason');
  try {
    const object: unknown = JSON.parse(text);
    return { outputs: { object, finishReason } };
  } catch {
    return { outputs: { text, finishReason } };
  }
}
