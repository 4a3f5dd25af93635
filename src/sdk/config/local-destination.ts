import { shared } from '../state';
import type { ExperimentChoice } from './experiment-choice';

/** Under which a destination outside any scope keeps the cell that set it. */
const CELL = Symbol.for('spanbook.cell');

type CellChoice = ExperimentChoice & { readonly [CELL]?: object | undefined };

/**
 * The destination that was set for this async context only: of the innermost scope of `tracing.context` or `withRun`
 * that has one, else what was set outside of any, in the same cell. A kernel may start a cell in the context of the one
 * before, and nothing of that cell is to hold in this one.
 */
export function localDestination(): ExperimentChoice | undefined {
  let scope = shared.ambient.getStore();
  while (scope !== undefined) {
    if (scope.destination !== undefined) {
      return scope.destination;
    }
    scope = scope.outer;
  }
  const choice: CellChoice | undefined = shared.localDestination.getStore();
  return choice !== undefined && choice[CELL] === shared.display?.cell?.()
    ? choice
    : undefined;
}

/** Sets it, or takes it back, for the scope around the call; without one for what the call's context goes on with. */
export function setLocalDestination(
  choice: ExperimentChoice | undefined
): void {
  const scope = shared.ambient.getStore();
  if (scope !== undefined) {
    scope.destination = choice;
    return;
  }
  const cell = shared.display?.cell?.();
  const kept: CellChoice | undefined = choice && { ...choice, [CELL]: cell };
  shared.localDestination.enterWith(kept);
}
