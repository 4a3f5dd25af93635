import type { VNode } from 'preact';
import { strings } from './strings/first-picture';

/** Something odd that was mended: a warning of the model, or of the parser with its path. */
export type Oddity = { readonly message: string; readonly path?: string };

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
      <summary>{strings.warnings(oddities.length)}</summary>
      <ul>
        {oddities.map(({ message, path }) => (
          <li>
            {message} {path !== undefined && <code>{path}</code>}
          </li>
        ))}
      </ul>
    </details>
  );
}
