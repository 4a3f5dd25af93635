import { kindOf } from '../../bundle/read-json';
import type { Trace } from '../trace/trace';
import { displayWanted, shownTracesOf } from './trace-display';

/**
 * Shows one or more traces under the notebook cell that calls it, also while the automatic display is off. Those that
 * stand there already are not shown again. Of a missing trace or an empty list, and outside a notebook, nothing is shown.
 * @throws TypeError for anything else.
 * @example
 * ```ts
 * const [slowest] = await searchTraces({ orderBy: ['execution_time_ms DESC'], maxResults: 1 });
 * display(slowest);
 * ```
 */
export function display(
  traces: Trace | readonly Trace[] | null | undefined
): void {
  const isNothing =
    traces === null ||
    traces === undefined ||
    (Array.isArray(traces) && traces.length === 0);
  if (isNothing) {
    return;
  }
  const shown = shownTracesOf(traces);
  if (shown === undefined) {
    throw new TypeError(
      `display: expected a Trace or a list of them, found a value of type ${kindOf(traces)}`
    );
  }
  displayWanted(shown);
}
