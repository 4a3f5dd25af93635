import type { VNode } from 'preact';

/** Strokes on a 16 × 16 grid, drawn in the colour of the text around them. */
const PATHS = {
  chevron: 'M6 4l4 4-4 4',
  check: 'M3.5 8.5l3 3 6-7',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.4M8 11.6v.4',
  dash: 'M4 8h8',
  running: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5M8 5v3.2l2 1.3',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  path: 'M3 3.5h3.5v3H3zM9.5 9.5H13v3H9.5zM4.7 6.5V11h4.8',
  close: 'M4 4l8 8M12 4l-8 8',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.4 5.4h.01',
  edit: 'M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9M10.3 10.3l3.7 3.7',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  hide: 'M2 8c1.6-2.7 3.6-4 6-4s4.4 1.3 6 4c-1.6 2.7-3.6 4-6 4s-4.4-1.3-6-4M3.5 13.5l9-11',
  openAll: 'M4.5 6L8 2.5 11.5 6M4.5 10L8 13.5l3.5-3.5',
  closeAll: 'M4.5 2.5L8 6l3.5-3.5M4.5 13.5L8 10l3.5 3.5'
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

/** A small button that shows a picture, with its name as the tip; `isOn` for one that stays pressed. */
export function IconButton({
  icon,
  label,
  isOn,
  onClick
}: {
  icon: IconName;
  label: string;
  isOn?: boolean;
  onClick: () => void;
}): VNode {
  return (
    <button
      type="button"
      class="sb-icon-button"
      title={label}
      aria-label={label}
      aria-pressed={isOn}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
