import { debug, messageOf } from '../diag';
import { AttributeKey } from '../recording/attribute-keys';
import type { LiveSpan } from '../recording/live-span';
import { isRecordingSpan } from '../recording/recording-span';
import { SpanScope } from '../recording/span-scope';
import { jsonTextOf } from '../values/json-text';
import { VALUE_LIMITS } from '../values/limits';

/** Records the chunks of one generator on its span. Later chunks than `VALUE_LIMITS.items` are counted only. */
export class GeneratorRecording extends SpanScope {
  private readonly _live: LiveSpan;
  private readonly _reduce:
    ((chunks: readonly unknown[]) => unknown) | undefined;
  private readonly _texts: string[] = [];
  private readonly _chunks: unknown[] = [];
  private _count = 0;

  constructor(
    span: LiveSpan,
    reduce: ((chunks: readonly unknown[]) => unknown) | undefined
  ) {
    super(span);
    this._live = span;
    this._reduce = reduce;
  }

  /** Takes one result of a pull: a chunk, or the end. */
  take({ done, value }: IteratorResult<unknown, unknown>): void {
    if (done === true) {
      this._finish();
    } else if (isRecordingSpan(this._live)) {
      this._addChunk(value);
    }
  }

  override fail(error: unknown): void {
    this._setOutputs();
    super.fail(error);
  }

  private _addChunk(chunk: unknown): void {
    if (this._reduce !== undefined) {
      this._chunks.push(chunk);
    }
    if (this._count < VALUE_LIMITS.items) {
      const text = jsonTextOf(chunk);
      this._texts.push(text);
      this._live.addEvent({
        name: `mlflow.chunk.item.${this._count}`,
        attributes: { [AttributeKey.chunk]: text }
      });
    }
    this._count += 1;
  }

  private _finish(): void {
    this._setOutputs();
    this.succeed(undefined);
  }

  private _setOutputs(): void {
    const span = this._live;
    if (!isRecordingSpan(span) || span.hasOutputs || span.isEnded) {
      return;
    }
    const left = this._count - this._texts.length;
    const more = left > 0 ? [`"… [${left} more items]"`] : [];
    span.setText(
      AttributeKey.outputs,
      this._reducedText() ?? `[${[...this._texts, ...more].join(',')}]`
    );
  }

  private _reducedText(): string | undefined {
    try {
      return this._reduce && jsonTextOf(this._reduce(this._chunks));
    } catch (error) {
      debug('output reducer', `outputReducer failed: ${messageOf(error)}`);
      return undefined;
    }
  }
}
