import { Frame, frames } from './frames';

/** The frames that were entered when somebody asked. */
const asked = new WeakSet<Frame>();

/** True once something ran in such a frame: the OpenTelemetry by which version 6 runs things is one that is followed. */
let isFollowed = false;

/**
 * A function of version 6 that asks for the listeners, whose events do not say which it is. `generateText` tells of its
 * start before it runs anything, in a flow of its own; `streamText` asks in the flow of its caller, who must not be
 * followed, and tells of its start within what it runs.
 */
export class Asking {
  private readonly _frame = new Frame(undefined);
  /** Its stack, which costs more than all else, tells where nothing is followed. */
  private readonly _error = isFollowed ? undefined : new Error('asked by');
  private _isStream = false;

  constructor() {
    asked.add(this._frame);
    frames.enterWith(this._frame);
  }

  /** Notes that something is run in a frame. */
  static noteRun(frame: Frame | undefined): void {
    isFollowed ||= frame !== undefined && asked.has(frame);
  }

  /** Such as `ai.generateText`; known with the frame. */
  get name(): string {
    return this._isStream ? 'ai.streamText' : 'ai.generateText';
  }

  /** The frame of the whole call, in which it tells of its start. */
  frameOfCall(): Frame {
    const current = frames.getStore();
    const isInner = current !== undefined && current.outer === this._frame;
    this._isStream =
      isInner || String(this._error?.stack).includes('DefaultStreamTextResult');
    if (isInner) {
      return current;
    }
    return this._isStream ? enteredFrame() : this._frame;
  }
}

function enteredFrame(): Frame {
  const frame = new Frame(undefined);
  frames.enterWith(frame);
  return frame;
}
