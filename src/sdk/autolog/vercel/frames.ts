import { AsyncLocalStorage } from 'node:async_hooks';
import type { VercelOperation } from './operation';

/** A call of `generateText` or `streamText` of version 6. */
export type Call = {
  readonly operation: VercelOperation;
  readonly maxRetries: number;
  /** True once the function that makes up the whole call was seen. */
  isFollowed: boolean;
};

/**
 * A function that the AI SDK runs. Version 6 runs through `with` of OpenTelemetry's API each call as a whole, each attempt
 * of its model, and each tool; version 7 tells of each attempt before it makes it.
 */
export class Frame {
  /** What runs in it, when the AI SDK has told of it. */
  call: Call | undefined;
  /** What runs in it, when it was first seen at the model. */
  operation: VercelOperation | undefined;
  /** Its result; not held, since whatever was opened in a frame, such as a connection, holds the frame. */
  private _given: WeakRef<Promise<unknown>> | undefined;

  /**
   * @param outer the frame that it runs in.
   * @param around runs a call of a model in it, where that was told of.
   */
  constructor(
    readonly outer: Frame | undefined,
    readonly around?: (run: () => unknown) => unknown
  ) {}

  get given(): Promise<unknown> | undefined {
    return this._given?.deref();
  }

  noteGiven(given: unknown): void {
    if (given instanceof Promise) {
      this._given = new WeakRef(given);
    }
  }
}

/** The frame that this flow of async code is in. */
export const frames = new AsyncLocalStorage<Frame | undefined>();
