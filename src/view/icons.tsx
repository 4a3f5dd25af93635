import type { VNode } from 'preact';

/** Strokes on a 16 × 16 grid, drawn in the colour of the text around them. */
const PATHS = {
  chevron: 'M6 4l4 4-4 4',
  check: 'M3.5 8.5l3 3 6-7',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.4M8 11.6v.4',
  dash: 'M4 8h8',
  running: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5M8 5v3.2l2 1.3',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9M10.3 10.3l3.7 3.7',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01'
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a text that says the same: hidden from screen readers. */
export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg
      class={`sb-icon sb-icon-${name}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
