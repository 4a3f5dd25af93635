import { messageOf } from '../diag';
import type { AdapterServices } from './kernel-adapter';

/**
 * Sends what was recorded when a cell ends. Deno's kernel goes without any event, so what is not delivered then may be
 * lost; but only one cell waits for a server that does not answer, the next ones after it has answered again.
 */
export class Delivery {
  private readonly _services: AdapterServices;
  private _isServerSlow = false;

  constructor(services: AdapterServices) {
    this._services = services;
  }

  /** Settles when all is delivered, or after the limit of `flush`; never rejects. */
  async deliver(): Promise<void> {
    const sent = this._send();
    if (!this._isServerSlow) {
      await sent;
    }
  }

  /** The same without the wait. */
  start(): void {
    void this._send();
  }

  private async _send(): Promise<void> {
    try {
      const { pending } = await this._services.flush();
      this._isServerSlow = pending > 0;
    } catch (error) {
      this._services.report(
        'display-flush',
        `traces were not sent at the end of a cell: ${messageOf(error)}`
      );
    }
  }
}
