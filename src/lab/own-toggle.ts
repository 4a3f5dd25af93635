import type { DisplayChoice } from './display-choice';
import { sessionState } from './session-state';

/** What the session keeps: the reader's wish for one output, and what was chosen for all when it was made. */
type Kept = { readonly isShown: boolean; readonly chosen: string | null };

/**
 * Whether one output is shown: as its reader wished by its own toggle, else as chosen for all. The wish lives as long
 * as the browser tab, and ends with the next change of what is chosen for all: the last word counts.
 */
export class OwnToggle {
  private _key: string | undefined;
  private _kept: Kept | undefined;

  constructor(private readonly _choice: DisplayChoice) {}

  /** Turns to the output whose first trace has this id; without one, wishes are kept by the output itself. */
  turnTo(traceId: string | undefined): void {
    const key = traceId === undefined ? undefined : `output ${traceId}`;
    if (key !== this._key) {
      this._key = key;
      this._kept =
        key === undefined ? undefined : keptIn(sessionState.get(key));
    }
  }

  get isShown(): boolean {
    const isValid = this._kept?.chosen === this._chosen;
    return isValid && this._kept ? this._kept.isShown : !this._choice.isOff;
  }

  set isShown(isShown: boolean) {
    this._kept = { isShown, chosen: this._chosen };
    if (this._key !== undefined) {
      sessionState.set(this._key, this._kept);
    }
  }

  private get _chosen(): string | null {
    return this._choice.chosen ?? null;
  }
}

/** The session may hold what another version of this extension wrote. */
function keptIn(value: unknown): Kept | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { isShown, chosen }: Partial<Record<keyof Kept, unknown>> = value;
  return typeof isShown === 'boolean'
    ? { isShown, chosen: typeof chosen === 'string' ? chosen : null }
    : undefined;
}
