import type { VNode } from 'preact';
import type { ViewHost } from './host';
import { Icon } from './icons';
import type { BundleError } from '../bundle/types';
import { findingText, problemStrings } from './strings/problems';

/** What is wrong: an error of the parser, or `code: 'view'` for a failure of the view itself. */
export type CardError = Omit<BundleError, 'code'> & { readonly code: string };

/** A broken bundle repeats itself: the first errors tell what is wrong. */
const MAX_ERRORS = 5;

/** Says what cannot be shown, where in the data, and what the host knows to do about it. */
export function ErrorCard({
  errors,
  host
}: {
  errors: readonly CardError[];
  host: ViewHost;
}): VNode {
  const advice = new Set(
    errors.map(({ code }) => host.advice?.(code)).filter(Boolean)
  );
  return (
    <div class="sb-error" role="alert">
      <p class="sb-error-title">
        <Icon name="warning" />
        {problemStrings.failedTitle}
      </p>
      <ul>
        {errors.slice(0, MAX_ERRORS).map(({ path, finding, values }) => (
          <li>
            {findingText(finding, values)} <code>{path}</code>
          </li>
        ))}
        {errors.length > MAX_ERRORS && (
          <li>{problemStrings.moreErrors(errors.length - MAX_ERRORS)}</li>
        )}
      </ul>
      {[...advice].map(text => (
        <p class="sb-advice">{text}</p>
      ))}
    </div>
  );
}
