import type { VNode } from 'preact';

/** A thumb up or down, beside a word that says the same. */
export function Thumb({ isUp }: { isUp: boolean }): VNode {
  return (
    <svg
      class="sb-icon sb-thumb"
      data-up={isUp ? '' : undefined}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d="M2.5 7.5h2.5v6h-2.5zM5 7.5l2.6-5c1.3 0 1.9.9 1.7 2l-.4 2.2h3.6c.9 0 1.4.7 1.2 1.5l-1 4.2c-.2.7-.7 1.1-1.4 1.1h-6.3" />
    </svg>
  );
}
