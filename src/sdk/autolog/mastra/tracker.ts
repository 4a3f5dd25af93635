import type { MastraSpan } from './spans';
import { isFreeStream, observedStream } from '../calls/observed-stream';
import { isObject, valueAt } from '../patching/patch';
import { textAt } from '../calls/read';

/** Follows the steps of a generation, as version 1 and later tell of them. */
export class MastraTracker {
  private readonly _generation: MastraSpan;
  private _step: MastraSpan | undefined;
  private _text = '';
  private _tools: unknown[] = [];
  private _request: unknown;
  private _index = 0;

  constructor(generation: MastraSpan) {
    this._generation = generation;
  }

  getTracingContext(): object {
    return { currentSpan: this._step ?? this._generation };
  }

  startStep(payload?: unknown): void {
    this._text = '';
    this._tools = [];
    this._request = valueAt(payload, 'request');
    this._step ??= this._generation.createChildSpan({ type: 'model_step' });
  }

  updateStep(payload?: unknown): void {
    this._request = valueAt(payload, 'request') ?? this._request;
  }

  wrapStream(stream: unknown): unknown {
    const nothing = (): void => undefined;
    return isFreeStream(stream)
      ? observedStream(stream, {
          part: chunk => {
            this._note(chunk);
          },
          ...{ end: nothing, fail: nothing }
        })
      : stream;
  }

  private _note(chunk: unknown): void {
    const payload = valueAt(chunk, 'payload');
    switch (valueAt(chunk, 'type')) {
      case 'step-start':
        this.updateStep(payload);
        break;
      case 'text-delta':
        this._step?.noteToken();
        this._text += textAt(payload, 'text');
        break;
      case 'tool-call':
        this._step?.noteToken();
        this._tools.push(payload);
        break;
      case 'error':
        this.reportGenerationError(payload);
        break;
      case 'step-finish':
        this._endStep({
          finishReason: valueAt(payload, 'stepResult', 'reason'),
          usage: valueAt(payload, 'output', 'usage')
        });
    }
  }

  private _endStep(attributes: object): void {
    this._step?.end({
      input: this._request,
      output: { text: this._text, toolCalls: this._tools },
      attributes
    });
    this._step = undefined;
    this._index += 1;
  }

  endGeneration(options?: unknown): void {
    this._endStep(Object(valueAt(options, 'attributes')) as object);
  }

  reportGenerationError(options: unknown): void {
    const isBegun = this._text !== '' || this._tools.length > 0;
    this._step?.error({
      ...(isObject(options) && options),
      input: this._request,
      ...(isBegun && {
        output: { text: this._text, toolCalls: this._tools },
        attributes: { finishReason: 'error' }
      })
    });
    this._step = undefined;
  }

  getStepIndex(): number {
    return this._index;
  }

  setStepIndex(index: number): void {
    this._index = index;
  }

  updateGeneration(): void {
    // Said of each step at its end.
  }

  setDeferStepClose(): void {
    // Steps are closed as they end.
  }

  exportCurrentStep(): undefined {
    return undefined;
  }

  getPendingStepFinishPayload(): undefined {
    return undefined;
  }
}
