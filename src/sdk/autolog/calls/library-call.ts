import { isRecordingSpan } from '../../recording/recording-span';
import type { LiveSpan } from '../../recording/live-span';
import type { SpanScope } from '../../recording/span-scope';
import { SpanType } from '../../recording/span-type';
import { beginSpan } from '../../recording/start-span';
import { shared } from '../../state';
import { parsedOf } from '../../values/parsed-json';
import { freeShapeOf, shapeOf } from './content';
import type { AutologSettings } from '../integration';
import { membersOf } from './members';
import { valueAt } from '../patching/patch';
import { shownError } from './shown-error';
import { noteFirstToken, StreamChunks, type ChunkKind } from './stream-chunks';

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
} & ChunkKind;

/** What an answer says. */
export type CallResult = {
  /** Only where they were not known when the call began. */
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  /** What the answer says went wrong, such as that the model refused. */
  readonly failure?: Error | undefined;
};

/** The call of a library within which this runs, with nothing of the user's own between. */
export function callAround(): LibraryCall | undefined {
  return callOf(shared.context.getStore()?.span);
}

/** The call that a span is about, when an integration began it, which is when it may be added to. */
function callOf(span: unknown): LibraryCall | undefined {
  const owner = isRecordingSpan(span) ? span.scope.owner : undefined;
  return owner instanceof LibraryCall ? owner : undefined;
}

/** Adds an event to the active span when it is the span of a library call. */
export function addCallEvent(
  active: object | undefined,
  name: string,
  attributes: Readonly<Record<string, unknown>>
): void {
  callOf(active)?.scope.span.addEvent({ name, attributes });
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
  private readonly _chunks: StreamChunks;
  private _isOver = false;
  private _beforeEnd: (() => void)[] | undefined;

  constructor(description: CallDescription, settings: AutologSettings) {
    this._settings = settings;
    this._shapeOf =
      description.spanType === SpanType.TOOL ? freeShapeOf : shapeOf;
    this._secrets = description.secrets;
    this._signal = description.signal;
    this.scope = beginSpan({
      name: description.name,
      spanType: description.spanType,
      inputs: this._content(description.inputs),
      attributes: this._contents(description.attributes),
      parent: description.parent
    });
    this._chunks = new StreamChunks(this.scope.span, description);
    if (isRecordingSpan(this.scope.span)) {
      this.scope.owner = this;
    }
  }

  get isOver(): boolean {
    return this._isOver;
  }

  /** True once the program has ended the call by its signal. */
  get isAborted(): boolean {
    return valueAt(this._signal, 'aborted') === true;
  }

  get chunks(): readonly unknown[] {
    return this._chunks.all;
  }

  /** What is to be done before the span ends, of which it is told by nobody else. */
  beforeEnd(work: () => void): void {
    this._beforeEnd ??= [];
    this._beforeEnd.push(work);
  }

  /** Remembers a chunk; it is written when the stream is over, so that the stream does not wait for it. */
  addChunk(value: unknown): void {
    if (!this._isOver) {
      this._chunks.add(value);
    }
  }

  /** Says that something of the answer came now; to be called once, where no chunks are added. */
  noteFirstToken(): void {
    noteFirstToken(this.scope.span);
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
      this.scope.fail(
        shownError(error, {
          captureContent: this._settings.captureContent,
          secrets: this._secrets
        })
      );
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
    this._chunks.writeFirstToken();
    if (this._settings.captureContent) {
      this._chunks.writeEvents();
    }
    if (inputs !== undefined) {
      span.setInputs(this._content(inputs));
    }
    if (outputs !== undefined) {
      span.setOutputs(this._content(outputs));
    }
    span.setAttributes(this._contents(attributes));
  }

  private _content(value: unknown): unknown {
    if (this._settings.captureContent) {
      return value;
    }
    return this._shapeOf(parsedOf(value));
  }

  private _contents(
    attributes: Readonly<Record<string, unknown>>
  ): Readonly<Record<string, unknown>> {
    return this._settings.captureContent
      ? attributes
      : { ...shapesOf(attributes), ...factsIn(attributes) };
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
