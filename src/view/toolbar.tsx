import type { ComponentChildren, RefObject, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Trace } from '../model/types';
import { Icon, type IconName } from './icons';
import { strings } from './strings/first-picture';

/** With fewer spans all is in sight: the tools then stand in the line of the summary and take no room of their own. */
const FEW_SPANS = 12;

/**
 * The tools of an open trace: one tab stop, and the arrow keys move among them (the toolbar pattern of WAI-ARIA).
 * Every `ToolButton` inside takes part; `panel` stands beside them while it is open.
 *
 *     div.sb-tools[data-quiet]
 *       panel
 *       div.sb-toolbar[role=toolbar]
 *         button.sb-tool ...
 */
export function Toolbar({
  trace,
  panel,
  children
}: {
  trace: Trace;
  panel?: ComponentChildren;
  children: ComponentChildren;
}): VNode {
  const bar = useRovingTabStop();
  const isQuiet = !panel && trace.spans.count < FEW_SPANS;
  return (
    <div class="sb-tools" data-quiet={isQuiet ? '' : undefined}>
      {panel}
      <div
        class="sb-toolbar"
        role="toolbar"
        aria-label={strings.tools}
        ref={bar}
        onKeyDown={moveFocus}
        onFocusIn={({ currentTarget, target }) => {
          if (target instanceof HTMLElement && target.matches('.sb-tool')) {
            placeTabStop(currentTarget, target);
          }
        }}
      >
        {children}
      </div>
    </div>
  );
}

/** One tool: an icon with its name as the tip; `isOn` for one that stays pressed, `isOpen` for one with a panel. */
export function ToolButton({
  icon,
  label,
  keys,
  isOn,
  isOpen,
  onClick
}: {
  icon: IconName;
  label: string;
  /** The key that does the same, as `aria-keyshortcuts` spells it. */
  keys?: string;
  isOn?: boolean;
  isOpen?: boolean;
  onClick: (event: MouseEvent) => void;
}): VNode {
  return (
    <button
      type="button"
      class="sb-tool"
      title={keys === undefined ? label : `${label} (${keys})`}
      aria-label={label}
      aria-keyshortcuts={keys}
      aria-pressed={isOn}
      aria-expanded={isOpen}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Tools may come and go as their code is loaded: whatever stands there, one of them is the tab stop. */
function useRovingTabStop(): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = bar;
    if (!current) {
      return undefined;
    }
    placeTabStop(current);
    const observer = new MutationObserver(() => placeTabStop(current));
    observer.observe(current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return bar;
}

function toolsOf(bar: Element): HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>('.sb-tool')];
}

function placeTabStop(bar: Element, chosen?: HTMLElement): void {
  const tools = toolsOf(bar);
  const stop =
    chosen ??
    tools.find(tool => tool.getAttribute('tabindex') === '0') ??
    tools[0];
  for (const tool of tools) {
    tool.tabIndex = tool === stop ? 0 : -1;
  }
}

function moveFocus(event: KeyboardEvent): void {
  const { currentTarget, target, key } = event;
  if (!(currentTarget instanceof Element && target instanceof HTMLElement)) {
    return;
  }
  const tools = toolsOf(currentTarget);
  const from = tools.indexOf(target);
  const to = {
    ArrowRight: from + 1,
    ArrowLeft: from - 1,
    Home: 0,
    End: tools.length - 1
  }[key];
  if (from < 0 || to === undefined) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  tools[(to + tools.length) % tools.length]?.focus();
}
