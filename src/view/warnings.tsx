import type { VNode } from 'preact';
import type { BundleError } from '../bundle/types';
import type { TraceWarning } from '../model/types';
import { findingText, oddityText, problemStrings } from './strings/problems';

/** Something odd that was mended: a warning of the model, or of the parser with its path. */
export type Oddity = TraceWarning | BundleError;

/** One folded line that says how much was odd in the data; nothing when nothing was. */
export function Warnings({
  oddities
}: {
  oddities: readonly Oddity[];
}): VNode | null {
  if (oddities.length === 0) {
    return null;
  }
  return (
    <details class="sb-warnings">
      <summary>{problemStrings.warnings(oddities.length)}</summary>
      <ul>
        {oddities.map(oddity =>
          'path' in oddity ? (
            <li>
              {findingText(oddity.finding, oddity.values)}{' '}
              <code>{oddity.path}</code>
            </li>
          ) : (
            <li>{oddityText(oddity)}</li>
          )
        )}
      </ul>
    </details>
  );
}
