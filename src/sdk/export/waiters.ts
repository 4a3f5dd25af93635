type Waiter = { readonly promise: Promise<void>; readonly resolve: () => void };

/** Those who wait until an attempt to deliver their trace has ended. */
export class Waiters {
  private readonly _byTrace = new Map<string, Waiter>();

  /** Settles with the next `ended` of the trace; never rejects. */
  promiseFor(traceId: string): Promise<void> {
    const waiter = this._byTrace.get(traceId) ?? newWaiter();
    this._byTrace.set(traceId, waiter);
    return waiter.promise;
  }

  ended(traceIds: readonly string[]): void {
    for (const traceId of traceIds) {
      this._byTrace.get(traceId)?.resolve();
      this._byTrace.delete(traceId);
    }
  }
}

function newWaiter(): Waiter {
  let resolve = (): void => undefined;
  const promise = new Promise<void>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}
