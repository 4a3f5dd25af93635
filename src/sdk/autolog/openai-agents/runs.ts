import type { LiveSpan } from '../../recording/live-span';
import { shared } from '../../state';
import { INTERRUPTED } from '../calls/event-stream';
import type { LibraryCall } from '../calls/library-call';
import { finalOutput } from './wire';
import { isObject, valueAt } from '../patching/patch';
import { textAt } from '../calls/read';

/** Runs by their spans, and those that stream by the results that they gave. */
const runs = new WeakMap<LiveSpan, AgentRun>();
const streaming = new WeakMap<object, AgentRun>();

/** Results of runs that stream which are over. */
const over = new WeakSet();

/** What the model has said in its answer so far, by the result of a run that streams. */
const said = new WeakMap<object, string>();

/** A call of `run`. What the SDK tells of it as a whole, its trace and its task, stands for it and is not shown. */
export class AgentRun {
  readonly call: LibraryCall;
  private _result: object | undefined;
  private _standIns = 0;
  /** The answer of a model of which nothing has come. */
  private _awaited: LibraryCall | undefined;

  constructor(call: LibraryCall) {
    this.call = call;
    runs.set(call.scope.span, this);
  }

  /** Something that stands for the run begins. */
  enter(): void {
    this._standIns += 1;
  }

  leave(): void {
    this._standIns -= 1;
    this.endWhenOver();
  }

  /** Leaves the run open, which streams, until its result is over and nothing that stands for it goes on. */
  leaveOpen(result: object): void {
    this._result = result;
    streaming.set(result, this);
    this.endWhenOver();
  }

  endWhenOver(): void {
    const result = this._result;
    if (result === undefined || !over.has(result) || this._standIns > 0) {
      return;
    }
    const error = valueAt(result, 'error');
    const outputs = finalOutput(result) ?? this.said;
    if (error !== null && error !== undefined) {
      this.call.fail(error, { outputs });
    } else {
      this.call.succeed({
        outputs,
        ...(this.isLeft && { attributes: { [INTERRUPTED]: true } })
      });
    }
  }

  /** True when the reader of the stream has left it. */
  get isLeft(): boolean {
    return valueAt(this._result, 'cancelled') === true;
  }

  /** What the model has said in its answer so far, as far as it streams. */
  get said(): string | undefined {
    return this._result && said.get(this._result);
  }

  beginAnswer(answer: LibraryCall): void {
    this._awaited = answer;
    if (this._result !== undefined) {
      said.delete(this._result);
    }
  }

  /** Something of the answer has come. */
  noteToken(): void {
    this._awaited?.noteFirstToken();
    this._awaited = undefined;
  }
}

/** The run whose code runs now, and nothing that it made. */
export function currentRun(): AgentRun | undefined {
  const span = shared.context.getStore()?.span;
  return span && runs.get(span);
}

/** Notes a piece of a stream: when the first came, and what they say, for an answer of which there may be no more. */
export function noteAgentItem(result: unknown, item: unknown): void {
  const type = valueAt(item, 'data', 'type');
  if (!isObject(result)) {
    return;
  }
  if (type === 'output_text_delta') {
    const piece = textAt(item, 'data', 'delta');
    said.set(result, (said.get(result) ?? '') + piece);
    streaming.get(result)?.noteToken();
  } else if (textAt(item, 'data', 'event', 'type').endsWith('.delta')) {
    streaming.get(result)?.noteToken();
  }
}

/** A run that streams is over: all was said, it failed, or its reader had enough. */
export function endAgentStream(result: unknown): void {
  if (isObject(result)) {
    over.add(result);
    streaming.get(result)?.endWhenOver();
  }
}
