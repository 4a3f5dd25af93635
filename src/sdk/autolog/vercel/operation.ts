import { AttributeKey } from '../../recording/attribute-keys';
import { SpanType } from '../../recording/span-type';
import { whenDropped } from '../calls/dropped';
import { INTERRUPTED } from '../calls/event-stream';
import type { AutologSettings } from '../integration';
import {
  addCallEvent,
  LibraryCall,
  type CallDescription,
  type CallResult
} from '../calls/library-call';
import { isObject, valueAt } from '../patching/patch';
import { resultOf } from '../calls/stainless';
import { isFreeStream, observedStream } from '../calls/observed-stream';
import { contentOf, isTelling, joinedParts } from './stream';
import {
  answerOf,
  attributesOf,
  chatToolsOf,
  inputsOf,
  stepInputsOf
} from './wire';

/** Marks a span whose stream was not read to its end, by the reader's own doing. */
const IS_INTERRUPTED = { [INTERRUPTED]: true };

/** Names of the errors that the AI SDK takes for the program's own end of a stream. */
const ABORTS: ReadonlySet<unknown> = new Set([
  'AbortError',
  'ResponseAborted',
  'TimeoutError'
]);

/** What operations are about; of all others, such as `ai.generateText`, it is one or more calls of a chat model. */
const TYPES: ReadonlyMap<string, SpanType> = new Map([
  ['ai.embed', SpanType.EMBEDDING],
  ['ai.embedMany', SpanType.EMBEDDING],
  ['ai.rerank', SpanType.RERANKER]
]);

/** One call of a function of the AI SDK: its span, and those of its calls of models and tools. */
export class VercelOperation {
  /** Such as `ai.embed`. */
  readonly name: string;
  private readonly _root: LibraryCall;
  private readonly _settings: AutologSettings;
  /** The call of the model that is under way, or that failed and may be tried again. */
  private _step: LibraryCall | undefined;
  private _attempts = 0;
  /** True from the beginning of an attempt until it fails; tools of a stream run before its step is over. */
  private _isTried = false;
  private _lastError: unknown;
  /** What a stream said in the place of a further part: it goes on as if nothing had been. */
  private _streamError: { readonly error: unknown } | undefined;
  private readonly _parts = new Map<unknown, LibraryCall>();
  /** What the model's streams have given that was read to its end. */
  private _answer: unknown;
  private readonly _atEnd: (() => void)[] = [];
  private _whenRead: ((answer: unknown) => CallResult) | undefined;

  constructor(name: string, event: unknown, settings: AutologSettings) {
    this.name = name;
    this._settings = settings;
    this._root = new LibraryCall(
      {
        name,
        spanType: TYPES.get(name) ?? SpanType.CHAIN,
        inputs: inputsOf(event),
        attributes: attributesOf(event),
        secrets: []
      },
      settings
    );
  }

  private get _isStream(): boolean {
    return this.name.startsWith('ai.stream');
  }

  /** Has something done when the operation is over. */
  atEnd(work: () => void): void {
    this._atEnd.push(work);
  }

  /** Lets the operation end with the stream of its model, where nothing else tells of it. */
  endWhenRead(read: (answer: unknown) => CallResult): void {
    this._whenRead = read;
  }

  /** Without whoever holds the listener that is told of the end, there will be none: the reader of a stream is gone. */
  interruptWhenDropped(listener: object): void {
    this.atEnd(
      whenDropped(listener, () => {
        this.interrupt();
      })
    );
  }

  private _end(): void {
    for (const work of this._atEnd.splice(0)) {
      work();
    }
  }

  /** A call of the model begins, with all of its attempts. */
  beginStep(event: unknown): LibraryCall {
    if (this._step !== undefined && this._lastError !== undefined) {
      return this._step; // the same, once more
    }
    const tools = chatToolsOf(valueAt(event, 'tools'));
    const suffix = this._isStream ? 'doStream' : 'doGenerate';
    this.endStep(() => ({}));
    this._attempts = 0;
    this._isTried = false;
    this._lastError = undefined;
    this._step = this._child({
      name: `${this.name}.${suffix}`,
      spanType: SpanType.CHAT_MODEL,
      inputs: stepInputsOf(event),
      attributes: {
        ...attributesOf(event),
        [AttributeKey.messageFormat]: 'vercel_ai',
        ...(tools.length > 0 && { [AttributeKey.chatTools]: tools })
      },
      secrets: [],
      joined: joinedParts
    });
    return this._step;
  }

  get step(): LibraryCall | undefined {
    return this._step;
  }

  /** How often the model of the step was called. */
  get attempts(): number {
    return this._attempts;
  }

  /** True while a call of the step's model is what comes next. */
  get isBeforeAttempt(): boolean {
    return this._step !== undefined && !this._isTried;
  }

  /** The model is called, or called again after an error. */
  noteAttempt(): void {
    this._isTried = true;
    if (this._attempts++ > 0) {
      addCallEvent(this._step?.scope.span, 'retry', {
        attempt: this._attempts
      });
    }
  }

  /** The attempt failed; the step is open until it is known that there is no further one. */
  noteFailure(error: unknown): void {
    this._isTried = false;
    this._lastError = error;
  }

  /** The model gave an answer, or a stream of its parts, which is replaced by one that is seen. */
  endAttempt(answer: unknown): void {
    const step = this._step;
    const stream = valueAt(answer, 'stream');
    this._lastError = undefined;
    if (step === undefined) {
      return;
    }
    if (isObject(answer) && isFreeStream(stream)) {
      Reflect.set(answer, 'stream', this._observed(stream, step));
    } else {
      this.endStep(() =>
        answerOf(
          valueAt(answer, 'content'),
          valueAt(answer, 'finishReason'),
          valueAt(answer, 'usage')
        )
      );
    }
  }

  /** The step is over, if it is not yet. */
  endStep(read: () => CallResult): void {
    this._step?.succeed(resultOf(read));
    this._step = undefined;
  }

  private _observed(
    stream: Parameters<typeof observedStream>[0],
    step: LibraryCall
  ): ReturnType<typeof observedStream> {
    return observedStream(stream, {
      part: value => {
        if (isTelling(value)) {
          step.addChunk(value);
        }
        if (valueAt(value, 'type') === 'error') {
          this._streamError = { error: valueAt(value, 'error') };
          step.fail(valueAt(value, 'error'), partial(step));
        }
      },
      end: () => {
        const answer = partial(step);
        this._answer = answer.outputs;
        step.succeed(answer);
        const { _whenRead: read } = this;
        if (read !== undefined) {
          this.succeed(() => read(answer.outputs));
        }
      },
      fail: error => {
        this.fail(error);
      },
      cancel: () => {
        this.interrupt();
      }
    });
  }

  /** Something else begins that the operation does: a tool runs, an embedding is made. */
  beginPart(id: unknown, description: CallDescription): LibraryCall {
    const part = this._child(description);
    this._parts.set(id, part);
    return part;
  }

  /** The part of that id, once. */
  takePart(id: unknown): LibraryCall | undefined {
    const part = this._parts.get(id);
    this._parts.delete(id);
    return part;
  }

  part(id: unknown): LibraryCall | undefined {
    return this._parts.get(id);
  }

  private _child(description: CallDescription): LibraryCall {
    const parent = this._root.scope.span;
    return new LibraryCall({ ...description, parent }, this._settings);
  }

  /** The operation is over. */
  succeed(read: () => CallResult): void {
    this.endStep(() => ({}));
    if (this._streamError !== undefined) {
      this._root.fail(this._streamError.error, resultOf(read));
    } else {
      this._root.succeed(resultOf(read));
    }
    this._end();
  }

  /** The operation failed, and with it what it was about; an aborted stream ends without an error for its reader. */
  fail(error: unknown): void {
    if (this._isStream && ABORTS.has(valueAt(error, 'name'))) {
      this.interrupt();
      return;
    }
    for (const open of this._open()) {
      open.fail(this._lastError ?? error, partial(open));
    }
    this._root.fail(error);
    this._end();
  }

  /** The program wants no more of it. */
  interrupt(): void {
    for (const open of this._open()) {
      const { outputs, attributes } = partial(open);
      this._answer = outputs ?? this._answer;
      open.succeed({
        outputs,
        attributes: { ...attributes, ...IS_INTERRUPTED }
      });
    }
    this._root.succeed({
      outputs: valueAt(this._answer, 'text'),
      attributes: IS_INTERRUPTED
    });
    this._end();
  }

  private _open(): readonly LibraryCall[] {
    const open = [...this._parts.values(), this._step].filter(
      call => call !== undefined
    );
    this._parts.clear();
    this._step = undefined;
    return open;
  }
}

/** What came of a stream. */
function partial({ chunks }: LibraryCall): CallResult {
  if (chunks.length === 0) {
    return {};
  }
  const finish = chunks.find(part => valueAt(part, 'type') === 'finish');
  return resultOf(() =>
    answerOf(
      contentOf(chunks),
      valueAt(finish, 'finishReason'),
      valueAt(finish, 'usage')
    )
  );
}
