import type { HrTime } from '@opentelemetry/api';
import { messageOf } from '../diag';
import { AttributeKey } from '../recording/attribute-keys';
import { nanosecondsOf } from '../recording/clock';
import { canBeConcealed, conceal } from '../recording/concealed';
import { isRecordingSpan } from '../recording/recording-span';
import type { LiveSpan, SpanEvent } from '../recording/live-span';
import type { SpanScope } from '../recording/span-scope';
import { SpanType } from '../recording/span-type';
import { beginSpan } from '../recording/start-span';
import { shared } from '../state';
import { freeShapeOf, shapeOf } from './content';
import type { AutologSettings } from './integration';
import { membersOf } from './members';
import { valueAt } from './patch';
import { NOT_RECORDED, secretsIn } from './secrets';

/** What a call is, before it has an answer. */
export type CallDescription = {
  readonly name: string;
  readonly spanType: SpanType;
  readonly inputs: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  /**
   * Texts that must not be recorded, such as the API key: a server may repeat them in an error. A function is asked only
   * then.
   */
  readonly secrets: readonly string[] | (() => readonly string[]);
  /** For libraries that know which of their calls made which; the active span when absent. */
  readonly parent?: LiveSpan | undefined;
  /** Ends the call when the program wants no more of it. */
  readonly signal?: unknown;
  /** Tells the chunks that bring something of the answer from those that say that it begins; all do when absent. */
  readonly isToken?: ((chunk: unknown) => boolean) | undefined;
  /** How a chunk is shown as an event; as Python shows those of OpenAI's when absent. */
  readonly chunkEvent?:
    ((chunk: unknown, index: number) => ChunkEvent) | undefined;
};

type ChunkEvent = Pick<SpanEvent, 'name' | 'attributes'>;

/** What an answer says. */
export type CallResult = {
  /** Only where they were not known when the call began. */
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  /** What the answer says went wrong, such as that the model refused. */
  readonly failure?: Error | undefined;
};

/**
 * The chunks of a stream that become events: all of what a reader looks at. Later ones are in the outputs only; an event
 * costs more than all else that a chunk costs (bench/autolog).
 */
const MAX_CHUNK_EVENTS = 200;

/** The calls of spans that an integration began, which are those that it may add to. */
const ownCalls = new WeakMap<object, LibraryCall>();

/** The call of a library within which this runs, with nothing of the user's own between. */
export function callAround(): LibraryCall | undefined {
  const active = shared.context.getStore()?.span;
  return active && ownCalls.get(active);
}

/** Adds an event to the active span when it is the span of a library call. */
export function addCallEvent(
  active: object | undefined,
  name: string,
  attributes: Readonly<Record<string, unknown>>
): void {
  if (isRecordingSpan(active) && ownCalls.has(active)) {
    active.addEvent({ name, attributes });
  }
}

/** The span of one call of a library, from the call to its answer or to the end of its stream. */
export class LibraryCall {
  /** Makes the span the active one while the library runs. */
  readonly scope: SpanScope;
  private readonly _settings: AutologSettings;
  /** What is kept of a value when its texts are not; what a tool is given and gives has names of its own. */
  private readonly _shapeOf: (value: unknown) => unknown;
  private readonly _secrets: CallDescription['secrets'];
  private readonly _signal: unknown;
  private readonly _isToken: ((chunk: unknown) => boolean) | undefined;
  private readonly _chunkEvent: (chunk: unknown, index: number) => ChunkEvent;
  private readonly _chunks: unknown[] = [];
  /** When the first chunks came, of as many as become events. */
  private readonly _times: HrTime[] = [];
  private _isOver = false;
  private _beforeEnd: (() => void)[] | undefined;

  constructor(description: CallDescription, settings: AutologSettings) {
    this._settings = settings;
    this._shapeOf =
      description.spanType === SpanType.TOOL ? freeShapeOf : shapeOf;
    this._secrets = description.secrets;
    this._signal = description.signal;
    this._isToken = description.isToken;
    this._chunkEvent = description.chunkEvent ?? chunkItem;
    this.scope = beginSpan({
      name: description.name,
      spanType: description.spanType,
      inputs: this._content(description.inputs),
      attributes: this._contents(description.attributes),
      parent: description.parent
    });
    ownCalls.set(this.scope.span, this);
  }

  get isOver(): boolean {
    return this._isOver;
  }

  /** True once the program has ended the call by its signal. */
  get isAborted(): boolean {
    return valueAt(this._signal, 'aborted') === true;
  }

  get chunks(): readonly unknown[] {
    return this._chunks;
  }

  /** What is to be done before the span ends, of which it is told by nobody else. */
  beforeEnd(work: () => void): void {
    this._beforeEnd ??= [];
    this._beforeEnd.push(work);
  }

  /** Remembers a chunk; it is written when the stream is over, so that the stream does not wait for it. */
  addChunk(value: unknown): void {
    if (!this._isOver) {
      this._chunks.push(value);
      if (this._chunks.length <= MAX_CHUNK_EVENTS) {
        this._noteTime();
      }
    }
  }

  private _noteTime(): void {
    const { span } = this.scope;
    if (isRecordingSpan(span)) {
      this._times.push(span.recorder.clock.now());
      if (this._times.length === 1 && this._isToken === undefined) {
        this.noteFirstToken();
      }
    }
  }

  /** Says how long it took until something of the answer came; to be called once, where no chunks are added. */
  noteFirstToken(time?: HrTime): void {
    const { span } = this.scope;
    if (isRecordingSpan(span)) {
      const timestamp = nanosecondsOf(time ?? span.recorder.clock.now());
      const milliseconds = Number(timestamp - span.startTime) / 1e6;
      span.addEvent({
        name: 'first_token',
        attributes: { time_to_first_token_ms: milliseconds },
        timestamp
      });
    }
  }

  /** Ends the span with an answer, which may say that something went wrong. */
  succeed(result: CallResult): void {
    if (result.failure !== undefined) {
      this.fail(result.failure, result);
      return;
    }
    this._end(() => {
      this._write(result);
      this.scope.succeed(undefined);
    });
  }

  /** Ends the span with what was thrown, and with the part of an answer that came before. */
  fail(error: unknown, partial: CallResult = {}): void {
    this._end(() => {
      this._write(partial);
      this.scope.fail(this._shown(error));
    });
  }

  private _end(finish: () => void): void {
    if (!this._isOver) {
      this._isOver = true;
      for (const work of this._beforeEnd ?? []) {
        work();
      }
      finish();
    }
  }

  private _write({ inputs, outputs, attributes = {} }: CallResult): void {
    const { span } = this.scope;
    this._writeFirstToken();
    if (this._settings.captureContent) {
      this._writeChunks();
    }
    if (inputs !== undefined) {
      span.setInputs(this._content(inputs));
    }
    if (outputs !== undefined) {
      span.setOutputs(this._content(outputs));
    }
    span.setAttributes(this._contents(attributes));
  }

  /** Where the first chunks may bring nothing, which of them did is looked for when the stream no longer waits for it. */
  private _writeFirstToken(): void {
    const isToken = this._isToken;
    if (isToken !== undefined && this._times.length > 0) {
      const index = this._chunks.findIndex(isToken);
      this.noteFirstToken(this._times[index] ?? this._times[0]);
    }
  }

  private _writeChunks(): void {
    for (const [index, time] of this._times.entries()) {
      this.scope.span.addEvent({
        ...this._chunkEvent(this._chunks[index], index),
        timestamp: nanosecondsOf(time)
      });
    }
  }

  private _content(value: unknown): unknown {
    return this._settings.captureContent ? value : this._shapeOf(value);
  }

  private _contents(
    attributes: Readonly<Record<string, unknown>>
  ): Readonly<Record<string, unknown>> {
    return this._settings.captureContent
      ? attributes
      : { ...shapesOf(attributes), ...factsIn(attributes) };
  }

  /** The error itself, unless it says what must not be recorded; the caller gets the error itself in any case. */
  private _shown(error: unknown): unknown {
    const said = textsOf(error).join('\n');
    const secrets = this._secretsIn(said);
    // Who refuses a key may repeat it, and not every library shows us which key it has.
    const isSecret = isRefusal(error) || secrets.length > 0;
    concealAll(secretsIn(said), NOT_RECORDED);
    if (this._settings.captureContent && !isSecret) {
      return error;
    }
    const shown = withoutText(error);
    if (isSecret) {
      conceal(messageOf(error), shown.message);
      concealAll(secrets, NOT_RECORDED);
    }
    return shown;
  }

  private _secretsIn(said: string): readonly string[] {
    const secrets =
      typeof this._secrets === 'function' ? this._secrets() : this._secrets;
    return secrets.filter(
      secret => canBeConcealed(secret) && said.includes(secret)
    );
  }
}

/** Settings are told by their names as the members of a request are. */
function shapesOf(attributes: object): object {
  return membersOf(shapeOf(attributes));
}

/** What MLflow reads itself, such as the model's name. */
function factsIn(attributes: object): object {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([key, value]) => key.startsWith('mlflow.') && typeof value === 'string'
    )
  );
}

function concealAll(texts: readonly string[], shown: string): void {
  for (const text of texts) {
    conceal(text, shown);
  }
}

/** An error that says of another its class and its status alone. */
function withoutText(error: unknown): Error {
  const status = statusOf(error);
  const shown = new Error(
    typeof status === 'number' ? `status ${status}` : NOT_RECORDED
  );
  shown.name = classOf(error);
  delete shown.stack;
  return shown;
}

/** Causes that are followed; a chain may be circular. */
const MAX_CAUSES = 8;

/** What an error and its causes say. */
function textsOf(error: unknown, depth = 0): readonly string[] {
  const cause = valueAt(error, 'cause');
  return cause === undefined || depth >= MAX_CAUSES
    ? [messageOf(error)]
    : [messageOf(error), ...textsOf(cause, depth + 1)];
}

function chunkItem(chunk: unknown, index: number): ChunkEvent {
  return {
    name: `mlflow.chunk.item.${index}`,
    attributes: { [AttributeKey.chunk]: chunkText(chunk) }
  };
}

/** Nearly all chunks come from JSON; some libraries put objects of their own into them. */
function chunkText(chunk: unknown): string {
  try {
    return JSON.stringify(chunk);
  } catch {
    return String(chunk);
  }
}

/** The HTTP status of the answer that an error stands for, by whichever name a library gives it. */
function statusOf(error: unknown): unknown {
  return [
    ['status'],
    ['statusCode'],
    ['status_code'],
    ['$metadata', 'httpStatusCode']
  ]
    .map(path => valueAt(error, ...path))
    .find(status => typeof status === 'number');
}

/** Names of such errors. AWS's repeat what was signed, with the token of the session. */
const REFUSED_KEY =
  /Authentication|UnrecognizedClient|InvalidSignature|IncompleteSignature|(Expired|Invalid)Token/;

/** True for the refusal of a key, and for what was caused by one: a stack tells of causes too. */
function isRefusal(error: unknown, depth = 0): boolean {
  const cause = valueAt(error, 'cause');
  return (
    statusOf(error) === 401 ||
    REFUSED_KEY.test(String(valueAt(error, 'name'))) ||
    (cause !== undefined && depth < MAX_CAUSES && isRefusal(cause, depth + 1))
  );
}

function classOf(error: unknown): string {
  const name = valueAt(error, 'constructor', 'name');
  return typeof name === 'string' ? name : 'Error';
}
