import type { RefObject, VNode } from 'preact';
import { formatBytes } from '../format-bytes';
import { serverStrings } from '../strings/server';
import type { Request } from './use-request';

/**
 * A button that asks the server, with its progress and why it failed. While it waits, the same button cancels: the
 * focus stays where it is.
 *
 *     span.sb-ask
 *       button.sb-more
 *       span[role=status]
 */
export function AskButton({
  label,
  request,
  onAsk,
  element
}: {
  label: string;
  request: Request;
  onAsk: () => void;
  element?: RefObject<HTMLButtonElement | null>;
}): VNode {
  const { isBusy, bytes, failure, cancel } = request;
  return (
    <span class="sb-ask">
      <button
        type="button"
        class="sb-more"
        ref={node => {
          if (element) {
            element.current = node;
          }
        }}
        onClick={isBusy ? cancel : onAsk}
      >
        {isBusy ? serverStrings.cancel : label}
      </button>
      <span role="status">
        {isBusy && (
          <span class="sb-note">
            {bytes > 0
              ? serverStrings.fetched(formatBytes(bytes))
              : serverStrings.fetching}
          </span>
        )}
        {failure !== undefined && (
          <span class="sb-refusal">{serverStrings.failed(failure)}</span>
        )}
      </span>
    </span>
  );
}
