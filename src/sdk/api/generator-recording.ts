import { debug, messageOf } from '../diag';
import { AttributeKey } from '../recording/attribute-keys';
import { isRecordingSpan } from '../recording/recording-span';
import type { SpanScope } from '../recording/span-scope';
import { jsonTextOf } from '../values/json-text';
import { VALUE_LIMITS } from '../values/limits';

/** Records the chunks of one generator on its span. Later chunks than `VALUE_LIMITS.items` are counted only. */
export class GeneratorRecording {
  /** Makes the span the active one while the generator's code runs. */
  readonly scope: SpanScope;
  private readonly _reduce:
    ((chunks: readonly unknown[]) => unknown) | undefined;
  private readonly _texts: string[] = [];
  private readonly _chunks: unknown[] = [];
  private _count = 0;

  constructor(
    scope: SpanScope,
    reduce: ((chunks: readonly unknown[]) => unknown) | undefined
  ) {
    this.scope = scope;
    this._reduce = reduce;
  }

  /** Takes one result of a pull: a chunk, or the end. */
  take({ done, value }: IteratorResult<unknown, unknown>): void {
    if (done === true) {
      this._finish();
    } else if (isRecordingSpan(this.scope.span)) {
      this._addChunk(value);
    }
  }

  fail(error: unknown): void {
    this._setOutputs();
    this.scope.fail(error);
  }

  private _addChunk(chunk: unknown): void {
    if (this._reduce !== undefined) {
      this._chunks.push(chunk);
    }
    if (this._count < VALUE_LIMITS.items) {
      const text = jsonTextOf(chunk);
      this._texts.push(text);
      this.scope.span.addEvent({
        name: `mlflow.chunk.item.${this._count}`,
        attributes: { [AttributeKey.chunk]: text }
      });
    }
    this._count += 1;
  }

  private _finish(): void {
    this._setOutputs();
    this.scope.succeed(undefined);
  }

  private _setOutputs(): void {
    const span = this.scope.span;
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
