import type { VNode } from 'preact';
import { Icon, type IconName } from './icons';
import { strings } from './strings/first-picture';

/**
 * What a reader does with one output as a whole. Over a lone trace it is a button at the end of the trace's own line;
 * above anything else a line of its own.
 *
 *     div.sb-output-bar[role=group][data-over]
 *       button.sb-output-open, button.sb-output-close    many traces
 *       button.sb-output-hide                            hosts that can bring the output back
 */
export function OutputBar({
  isOver,
  onOpenAll,
  onHide
}: {
  isOver: boolean;
  onOpenAll?: ((isOpen: boolean) => void) | undefined;
  onHide?: (() => void) | undefined;
}): VNode | null {
  if (!onOpenAll && !onHide) {
    return null;
  }
  return (
    <div
      class="sb-output-bar"
      role="group"
      aria-label={strings.thisOutput}
      data-over={isOver ? '' : undefined}
    >
      {onOpenAll && (
        <>
          <BarButton
            part="open"
            label={strings.openAll}
            onClick={() => onOpenAll(true)}
          />
          <BarButton
            part="close"
            label={strings.closeAll}
            onClick={() => onOpenAll(false)}
          />
        </>
      )}
      {onHide && (
        <BarButton part="hide" label={strings.hideOutput} onClick={onHide} />
      )}
    </div>
  );
}

const ICONS = {
  open: 'openAll',
  close: 'closeAll',
  hide: 'hide'
} as const satisfies Record<string, IconName>;

function BarButton({
  part,
  label,
  onClick
}: {
  part: keyof typeof ICONS;
  label: string;
  onClick: () => void;
}): VNode {
  return (
    <button
      type="button"
      class={`sb-output-${part}`}
      title={label}
      aria-label={label}
      onClick={onClick}
    >
      <Icon name={ICONS[part]} />
    </button>
  );
}
