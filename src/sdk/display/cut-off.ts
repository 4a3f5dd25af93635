import { messageOf, warn } from '../diag';
import type { LiveSpan } from '../recording/live-span';
import { shared, type ContextFrame } from '../state';

/** What is recorded of a span whose code was stopped. */
class CellInterrupted extends Error {
  override readonly name = 'CellInterrupted';
}

/**
 * Runs the code of a cell outside every span and scope, whatever the kernel's own calls were made in.
 *
 * An interrupt of code that does not await stops it on the spot: no `catch` or `finally` is run, ours neither, so that
 * its spans would run for ever, and whatever came after it in the kernel would hang under them. Hence each cell starts
 * apart, and spans that are still entered when the code gives control back are ended as interrupted.
 */
export function runApart<T>(cell: () => T): T {
  return shared.ambient.run(undefined, () =>
    shared.context.run(undefined, () => {
      const result = cell();
      try {
        endCutOff(shared.context.getStore());
      } catch (error) {
        warn('interrupt', `spans were not ended: ${messageOf(error)}`);
      }
      return result;
    })
  );
}

/** The innermost span first. Those of `startSpan` are not bound to code that was stopped: they end when they are ended. */
function endCutOff(frame: ContextFrame | undefined): void {
  if (frame === undefined) {
    return;
  }
  leaveAll();
  const error = new CellInterrupted('the cell was interrupted');
  for (const span of [frame.span, ...ancestorsOf(frame.span)]) {
    if (!shared.detachedSpans.has(span)) {
      span.recordException(error);
      span.end();
    }
  }
}

/** What the `finally` of the stopped code would have done: what runs next runs in no span and scope. */
export function leaveAll(): void {
  shared.depth = 0;
  shared.context.enterWith(undefined);
  shared.ambient.enterWith(undefined);
}

function ancestorsOf({ traceId, parentId }: LiveSpan): readonly LiveSpan[] {
  const spans: LiveSpan[] = [];
  const trace = shared.openTraces.get(traceId);
  for (let id = parentId; id !== null;) {
    const parent: LiveSpan | undefined = trace?.spanWithId(id);
    if (parent === undefined) {
      break;
    }
    spans.push(parent);
    id = parent.parentId;
  }
  return spans;
}
