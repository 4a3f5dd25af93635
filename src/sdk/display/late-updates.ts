import type { MimeBundle } from '../../bundle';

/** Outputs that are remembered; a notebook with more of them at one time is not drawn by a runner of notebooks. */
const MAX_OUTPUTS = 100;

/**
 * Updates that were sent while perhaps no cell was running. JupyterLab takes them at any time. nbclient, and with it
 * `nbconvert --execute`, hears only what is sent while a cell runs, so they are sent again when one does.
 */
export class LateUpdates {
  private readonly _updates = new Map<string, MimeBundle>();

  get isEmpty(): boolean {
    return this._updates.size === 0;
  }

  /** What was sent last for an output; `isHeard`: for certain while a cell was running. */
  sent(displayId: string, data: MimeBundle, isHeard: boolean): void {
    this._updates.delete(displayId);
    if (!isHeard && this._updates.size < MAX_OUTPUTS) {
      this._updates.set(displayId, data);
    }
  }

  /** To be called while a cell runs; each update is sent once. Never throws. */
  sendAgain(send: (displayId: string, data: MimeBundle) => void): void {
    const updates = [...this._updates];
    this._updates.clear();
    try {
      updates.forEach(([displayId, data]) => send(displayId, data));
    } catch {
      // They were sent before; a frontend that listens all the time has them.
    }
  }
}
