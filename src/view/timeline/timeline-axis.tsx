import type { VNode } from 'preact';
import type { Microseconds } from '../../bundle/types';
import { labelledTicks, ticks } from '../../layout/ticks';
import type { TimeRange } from '../../layout/types';
import type { RowDecor } from './row-decor';
import { strings } from '../strings/first-picture';
import { localised } from '../strings/language';
import type { Viewport } from './use-viewport';

/** The column heads; hidden from screen readers, whose row labels say what each value is. */
export function Axis({
  range,
  traceStart,
  viewport: { axis, axisWidth: width },
  decor
}: {
  range: TimeRange;
  traceStart: Microseconds;
  viewport: Viewport;
  decor: RowDecor | undefined;
}): VNode {
  const all = ticks(range.start - traceStart, range.end - traceStart, width);
  return (
    <div class="sb-axis" aria-hidden="true">
      <div>{strings.nameColumn}</div>
      <div>{strings.durationColumn}</div>
      <div class="sb-ticks" ref={axis}>
        {labelledTicks(all, width).map(({ at, label }) => (
          <span class="sb-tick" style={{ left: `${at * 100}%` }}>
            {localised(label)}
          </span>
        ))}
        {decor?.axis}
      </div>
    </div>
  );
}
