import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { drawing, pause } from '../../__tests__/recorded-traces';
import { startSpan } from '../../api/start-span';
import { trace } from '../../api/trace';
import { withSpan } from '../../api/with-span';
import { shared } from '../../state';
import { runApart } from '../cut-off';

function loopForEver(): never {
  for (;;);
}

/** Stops the code from outside as tslab's interrupt does: neither `catch` nor `finally` is run. */
function stopped(code: () => unknown): void {
  try {
    runInNewContext('code()', { code }, { timeout: 20 });
  } catch {
    // What the kernel shows as the error of the cell.
  }
}

describe('runApart', () => {
  it('ends the spans in which code was stopped, and leaves none of them entered', async () => {
    const drawn = await drawing(() =>
      runApart(() =>
        stopped(() =>
          withSpan(() => withSpan(loopForEver, { name: 'inner' }), {
            name: 'outer'
          })
        )
      )
    );
    expect(drawn).toBe(
      [
        'outer !CellInterrupted: the cell was interrupted',
        '  inner !CellInterrupted: the cell was interrupted'
      ].join('\n')
    );
    expect(shared.context.getStore()).toBeUndefined();
  });

  it('lets a traced function be called again that was stopped', async () => {
    let isSlow = true;
    const inner = trace(function inner() {
      return isSlow ? loopForEver() : 1;
    });
    const outer = trace(function outer() {
      return inner();
    });
    await drawing(() => runApart(() => stopped(outer)));
    isSlow = false;
    expect(await drawing(() => runApart(outer))).toBe(
      'outer {} → 1\n  inner {} → 1'
    );
  });

  it('leaves running what was not stopped: spans that are ended by hand, and what awaits', async () => {
    const byHand = startSpan({ name: 'by hand' });
    let later: Promise<void> | undefined;
    await drawing(() =>
      runApart(() => {
        later = withSpan(() => pause(30), { name: 'later' });
        stopped(() => withSpan(loopForEver, { name: 'cut', parent: byHand }));
      })
    );
    expect(byHand.endTime).toBeNull();
    const drawn = await drawing(async () => {
      byHand.end();
      await later;
    });
    expect(drawn).toBe(
      'by hand\n  cut !CellInterrupted: the cell was interrupted\n---\nlater'
    );
  });

  it('runs a cell in no span, wherever it is called', () => {
    withSpan(() => {
      expect(runApart(() => shared.context.getStore())).toBeUndefined();
      expect(shared.context.getStore()).toBeDefined();
    });
  });
});
