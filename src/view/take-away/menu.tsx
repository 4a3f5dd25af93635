import type { ComponentChildren, RefObject, VNode } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** An entry of a menu: an action, a choice that stays checked, or a link that opens in a new tab. */
export type MenuItem = {
  readonly label: string;
  /** Makes it a choice; the menu stays open, as several are made at once. */
  readonly isChecked?: boolean;
  /** Makes it a link, http or https. */
  readonly href?: string;
  readonly onSelect?: () => void;
};

type MenuProps = {
  readonly label: string;
  /** Asked for when the menu opens. */
  readonly items: () => readonly MenuItem[];
  readonly children: ComponentChildren;
  readonly title?: string;
};

/**
 * A button with a menu (the menu button pattern of WAI-ARIA): arrows, Home, End and first letters move, Escape and Tab
 * close. The menu stands in the browser's top layer, where nothing cuts it off.
 *
 *     span.sb-menu-anchor
 *       button.sb-tool[aria-haspopup=menu]
 *       div.sb-menu[role=menu]
 *         button[role=menuitem] | a[role=menuitem] | button[role=menuitemcheckbox]
 */
export function MenuButton({
  label,
  items,
  children,
  title = label
}: MenuProps): VNode {
  const [openAt, setOpenAt] = useState<'first' | 'last'>();
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpenAt(undefined);
    button.current?.focus({ preventScroll: true });
  };
  return (
    <span
      class="sb-menu-anchor"
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(
          relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
        )) {
          setOpenAt(undefined);
        }
      }}
    >
      <button
        type="button"
        class="sb-tool"
        ref={button}
        title={title}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={openAt !== undefined}
        aria-controls={openAt && id}
        onClick={() => setOpenAt(openAt ? undefined : 'first')}
        onKeyDown={event => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            claim(event);
            setOpenAt(event.key === 'ArrowDown' ? 'first' : 'last');
          }
        }}
      >
        {children}
      </button>
      {openAt && (
        <Menu
          id={id}
          label={label}
          items={items()}
          openAt={openAt}
          anchor={button}
          onClose={close}
        />
      )}
    </span>
  );
}

function Menu({
  id,
  label,
  items,
  openAt,
  anchor,
  onClose
}: {
  id: string;
  label: string;
  items: readonly MenuItem[];
  openAt: 'first' | 'last';
  anchor: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}): VNode {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place(menu.current, anchor.current);
    const entries = entriesOf(menu.current);
    entries.at(openAt === 'first' ? 0 : -1)?.focus();
    // What stands in the top layer does not scroll along.
    const ending = new AbortController();
    const options = { capture: true, signal: ending.signal };
    const onScroll = ({ target }: Event): void => {
      if (target !== menu.current) {
        onClose();
      }
    };
    window.addEventListener('scroll', onScroll, options);
    window.addEventListener('resize', onClose, options);
    return () => ending.abort();
  }, []);
  return (
    <div
      class="sb-menu"
      role="menu"
      id={id}
      aria-label={label}
      ref={menu}
      popover="manual"
      onKeyDown={event => moveInMenu(event, menu.current, onClose)}
    >
      {items.map(item => (
        <Entry key={item.label} item={item} onClose={onClose} />
      ))}
    </div>
  );
}

function Entry({
  item: { label, isChecked, href, onSelect },
  onClose
}: {
  item: MenuItem;
  onClose: () => void;
}): VNode {
  if (href !== undefined) {
    return (
      <a
        role="menuitem"
        tabIndex={-1}
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        onClick={onClose}
      >
        {label}
      </a>
    );
  }
  const isChoice = isChecked !== undefined;
  return (
    <button
      type="button"
      role={isChoice ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={isChecked}
      tabIndex={-1}
      onClick={() => {
        onSelect?.();
        if (!isChoice) {
          onClose();
        }
      }}
    >
      {label}
    </button>
  );
}

function entriesOf(menu: Element | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
}

function moveInMenu(
  event: KeyboardEvent,
  menu: Element | null,
  onClose: () => void
): void {
  const entries = entriesOf(menu);
  const at = entries.findIndex(entry => entry === document.activeElement);
  const to = targetOf(event, entries, at);
  if (event.key === 'Escape' || event.key === 'Tab') {
    claim(event);
    onClose();
  } else if (to !== undefined) {
    claim(event);
    entries[(to + entries.length) % entries.length]?.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.stopPropagation(); // the entry's own click is all that it does
  }
}

/** Where a key moves to; a letter goes to the next entry that begins with it. */
function targetOf(
  { key }: KeyboardEvent,
  entries: readonly HTMLElement[],
  at: number
): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: entries.length - 1
  };
  if (key in moves || key.length !== 1 || key === ' ') {
    return moves[key];
  }
  const ahead = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  const found = ahead.find(entry =>
    entry.textContent.toLowerCase().startsWith(key.toLowerCase())
  );
  return found && entries.indexOf(found);
}

function claim(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Gap to the edges of the window, in pixels. */
const EDGE = 4;

/** Below the button and inside the window; above where there is no room below. */
function place(menu: HTMLElement | null, anchor: HTMLElement | null): void {
  if (!menu || !anchor) {
    return;
  }
  // Browsers before 2024 have no popovers: fixed, it may be cut off there.
  if ('showPopover' in menu) {
    menu.showPopover();
  }
  const button = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(button.left, window.innerWidth - width - EDGE);
  const below = button.bottom + height + EDGE <= window.innerHeight;
  const top = below ? button.bottom : Math.max(EDGE, button.top - height);
  menu.style.left = `${Math.max(EDGE, left)}px`;
  menu.style.top = `${top}px`;
}
