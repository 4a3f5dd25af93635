import { shared } from '../state';

/** Switches of tracing as a whole. */
export const tracing = {
  /** Records nothing from now on: functions run as if they were not traced, spans are no-ops. */
  disable(): void {
    shared.isEnabled = false;
  },
  /** Records again. */
  enable(): void {
    shared.isEnabled = true;
  },
  /** Shows traces under the cells that made them; the default. */
  enableNotebookDisplay(): void {
    shared.isNotebookDisplayEnabled = true;
  },
  /** Records and stores traces, and shows none. */
  disableNotebookDisplay(): void {
    shared.isNotebookDisplayEnabled = false;
  },
  /** Back to the beginning: enabled, displayed, and everything else as the environment says. */
  reset(): void {
    shared.isEnabled = true;
    shared.isNotebookDisplayEnabled = true;
    shared.settings = {};
  }
} as const;

/** Whether cells show their traces; read by the notebook display each time. */
export function isNotebookDisplayEnabled(): boolean {
  return shared.isNotebookDisplayEnabled;
}
