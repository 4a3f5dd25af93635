import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The field takes its keys for itself: letters are commands of the host, and Escape closes the search first. */
export function ValueSearch({
  label,
  query,
  found,
  onQuery
}: {
  label: string;
  query: string;
  found: string;
  onQuery: (query: string | undefined) => void;
}): VNode {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div class="sb-json-search" role="search">
      <input
        type="text"
        class="sb-field"
        spellcheck={false}
        aria-label={label}
        placeholder={label}
        value={query}
        ref={field}
        onInput={event => onQuery(event.currentTarget.value)}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === 'Escape') {
            onQuery(undefined);
            event.currentTarget
              .closest('.sb-section')
              ?.querySelector<HTMLElement>('[aria-pressed]')
              ?.focus();
          }
        }}
      />
      <span role="status" class="sb-note">
        {found}
      </span>
    </div>
  );
}
