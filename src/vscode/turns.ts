/** Lets so much work go on at once; what comes above that waits for its turn. */
export class Turns {
  private readonly _next: (() => void)[] = [];

  constructor(private _free: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this._free > 0) {
      this._free--;
    } else {
      await new Promise<void>(begin => this._next.push(begin));
    }
    try {
      return await work();
    } finally {
      this._pass();
    }
  }

  private _pass(): void {
    const next = this._next.shift();
    if (next) {
      next();
    } else {
      this._free++;
    }
  }
}
