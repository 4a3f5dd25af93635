import { NO_OP_TRACE_ID, type LiveSpan } from './live-span';

class NoOpSpan implements Omit<LiveSpan, never> {
  readonly name = '';
  readonly spanId = '';
  readonly traceId = NO_OP_TRACE_ID;
  readonly parentId = null;
  readonly spanType = 'UNKNOWN';
  readonly status = { statusCode: 'UNSET' } as const;
  readonly startTime = 0n;
  readonly endTime = null;
  readonly inputs = undefined;
  readonly outputs = undefined;
  readonly attributes = {};
  readonly events = [];

  setInputs(): void {}
  setOutputs(): void {}
  setAttribute(): void {}
  setAttributes(): void {}
  setSpanType(): void {}
  setStatus(): void {}
  addEvent(): void {}
  recordException(): void {}
  end(): void {}
  [Symbol.dispose](): void {}
}

/** Stands in wherever nothing is recorded: takes everything, keeps nothing. */
export const noOpSpan: LiveSpan = new NoOpSpan();
