import { NO_OP_TRACE_ID, type LiveSpan } from './live-span';

/** A span of which nothing is recorded here. */
export class NoOpSpan implements Omit<LiveSpan, never> {
  readonly name = '';
  readonly spanId: string = '';
  readonly traceId: string = NO_OP_TRACE_ID;
  readonly parentId = null;
  readonly spanType = 'UNKNOWN';
  readonly status = { statusCode: 'UNSET' } as const;
  readonly startTime = 0n;
  readonly endTime = null;
  readonly inputs = undefined;
  readonly outputs = undefined;
  readonly attributes = {};
  readonly events = [];
  readonly links = [];

  setInputs(): void {}
  setOutputs(): void {}
  setAttribute(): void {}
  setAttributes(): void {}
  setSpanType(): void {}
  setDescription(): void {}
  setLogLevel(): void {}
  setStatus(): void {}
  addEvent(): void {}
  addLink(): void {}
  recordException(): void {}
  end(): void {}
  [Symbol.dispose](): void {}
}

/** Stands in wherever nothing is recorded: takes everything, keeps nothing. */
export const noOpSpan: LiveSpan = new NoOpSpan();
