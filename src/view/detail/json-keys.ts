import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { JsonLine } from '../../model/json-lines';

/** What a key does to a tree of lines. */
type Keys = {
  readonly element: RefObject<HTMLDivElement | null>;
  /** Index of the line at which the Tab key stops. */
  readonly active: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Whether the focus is in the tree. */
  readonly hasFocus: boolean;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
};

/**
 * The keys of an ARIA tree: arrows, Home and End, Enter and Space; `c` copies the value, `p` the path. Keys that the
 * tree uses go no further.
 */
export function useJsonKeys(
  lines: readonly JsonLine[],
  act: (line: JsonLine) => void
): Keys {
  const element = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string>();
  const [hasFocus, setFocus] = useState(false);
  const active = Math.max(
    0,
    lines.findIndex(({ id }) => id === activeId)
  );
  const focusLine = (at: number): void => {
    const items =
      element.current?.querySelectorAll<HTMLElement>('.sb-json-line');
    items?.item(Math.min(Math.max(at, 0), lines.length - 1)).focus();
  };
  return {
    element,
    active,
    hasFocus,
    onBlur: ({ relatedTarget }) => {
      const isInside =
        relatedTarget instanceof Node &&
        element.current?.contains(relatedTarget) === true;
      setFocus(isInside);
    },
    onFocus: ({ target }) => {
      const line =
        target instanceof HTMLElement
          ? target.closest<HTMLElement>('.sb-json-line')
          : null;
      setActiveId(line?.dataset['id']);
      setFocus(true);
    },
    onKeyDown: event => {
      const line = lines[active];
      const isOwn =
        event.target instanceof HTMLElement &&
        event.target.matches('.sb-json-line');
      if (!line || !isOwn || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const next = KEYS.get(event.key)?.(lines, active);
      if (next === undefined) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      if (typeof next === 'number') {
        focusLine(next);
      } else if (next === 'act') {
        press(event.target, '.sb-more');
        act(line);
      } else {
        press(event.target, `.sb-json-tools [data-icon="${next}"]`);
      }
    }
  };
}

/** Where the focus goes, or what happens to the line. */
type Move = number | 'act' | 'copy' | 'path';

const KEYS: ReadonlyMap<
  string,
  (lines: readonly JsonLine[], at: number) => Move
> = new Map<string, (lines: readonly JsonLine[], at: number) => Move>([
  ['ArrowDown', (_, at) => at + 1],
  ['ArrowUp', (_, at) => at - 1],
  ['Home', () => 0],
  ['End', lines => lines.length - 1],
  [
    'ArrowRight',
    (lines, at) =>
      canOpen(lines[at]) && lines[at]?.isOpen === false ? 'act' : at + 1
  ],
  [
    'ArrowLeft',
    (lines, at) => (lines[at]?.isOpen === true ? 'act' : parentOf(lines, at))
  ],
  ['Enter', () => 'act'],
  [' ', () => 'act'],
  ['c', () => 'copy'],
  ['p', () => 'path']
]);

function canOpen(line: JsonLine | undefined): boolean {
  return (line?.size ?? 0) > 0;
}

function parentOf(lines: readonly JsonLine[], at: number): number {
  const level = lines[at]?.level ?? 0;
  const above = lines.slice(0, at).map(line => line.level < level);
  return Math.max(0, above.lastIndexOf(true));
}

/** A leaf has a button of its own where its text was cut, the active line those that copy. */
function press(line: EventTarget | null, selector: string): void {
  if (line instanceof HTMLElement) {
    line
      .querySelector<HTMLElement>(`${selector}:not([tabindex="-1"])`)
      ?.click();
  }
}
