import { messageOf } from '../diag';
import type { AdapterServices } from './kernel-adapter';

/**
 * Sends what was recorded when a cell ends. Whatever happens to the kernel after the cell's reply, nothing is lost: what
 * no server has taken by then is on disk. Only one cell waits for a server that does not answer, the next ones after it
 * has answered again.
 */
export class Delivery {
  private readonly _services: AdapterServices;
  private _isServerSlow = false;

  constructor(services: AdapterServices) {
    this._services = services;
  }

  /** Settles when all is delivered, or on disk after the limit of `flush`; never rejects. */
  async deliver(): Promise<void> {
    const sent = this._send();
    if (!this._isServerSlow) {
      await sent;
    }
    this.secure();
  }

  /** The same without the wait. */
  start(): void {
    void this._send();
    this.secure();
  }

  /** Writes to disk what is not delivered. */
  secure(): void {
    try {
      this._services.secure();
    } catch (error) {
      this._report(error);
    }
  }

  private async _send(): Promise<void> {
    try {
      const { pending } = await this._services.flush();
      this._isServerSlow = pending > 0;
    } catch (error) {
      this._report(error);
    }
  }

  private _report(error: unknown): void {
    this._services.report(
      'display-flush',
      `traces were not sent at the end of a cell: ${messageOf(error)}`
    );
  }
}
