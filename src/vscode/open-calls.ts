/** A webview that asks more than this at once is no reader's. */
const MAX_OPEN = 50;

/** The calls of the notebooks that are being answered, so that they can be called off. */
export class OpenCalls<Owner extends object> {
  private readonly _open = new Map<Owner, Map<string, AbortController>>();

  /** Works on a call until it ends. @returns undefined when this owner has too many open */
  begin<T>(
    owner: Owner,
    id: string,
    work: (signal: AbortSignal) => Promise<T>
  ): Promise<T> | undefined {
    const calls = this._open.get(owner) ?? new Map<string, AbortController>();
    if (calls.size >= MAX_OPEN || calls.has(id)) {
      return undefined;
    }
    const controller = new AbortController();
    this._open.set(owner, calls.set(id, controller));
    return work(controller.signal).finally(() => calls.delete(id));
  }

  cancel(owner: Owner, id: string): void {
    this._open.get(owner)?.get(id)?.abort();
  }

  /** Calls off what nobody waits for any more. */
  endAll(isGone: (owner: Owner) => boolean = () => true): void {
    for (const [owner, calls] of [...this._open]) {
      if (isGone(owner)) {
        calls.forEach(controller => controller.abort());
        this._open.delete(owner);
      }
    }
  }
}
