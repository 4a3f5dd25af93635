/** What a key does while a row of the timeline has the focus. */
export type Command =
  | 'row'
  | 'expand'
  | 'collapse'
  | 'ends'
  | 'page'
  | 'siblings'
  | 'levels'
  | 'detail'
  | 'select'
  | 'back'
  | 'find'
  | 'next-hit'
  | 'previous-hit'
  | 'next-error'
  | 'previous-error'
  | 'slowest'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-reset'
  | 'pan-left'
  | 'pan-right'
  | 'critical-path'
  | 'overview'
  | 'graph'
  | 'icicle'
  | 'help';

/** The keys of each command as `keyOf` writes them; the handlers and the help read this one table. */
export const KEY_MAP: readonly (readonly [Command, ...string[]])[] = [
  ['row', 'ArrowUp', 'ArrowDown'],
  ['expand', 'ArrowRight'],
  ['collapse', 'ArrowLeft'],
  ['ends', 'Home', 'End'],
  ['page', 'PageUp', 'PageDown'],
  ['siblings', '*'],
  ['levels', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  ['detail', 'Enter'],
  ['select', ' '],
  ['back', 'Escape'],
  ['find', '/'],
  ['next-hit', 'n'],
  ['previous-hit', 'N'],
  ['next-error', 'e'],
  ['previous-error', 'E'],
  ['slowest', 's'],
  ['zoom-in', '+', '='],
  ['zoom-out', '-'],
  ['zoom-reset', '0'],
  ['pan-left', 'Shift+ArrowLeft'],
  ['pan-right', 'Shift+ArrowRight'],
  ['critical-path', 'c'],
  ['overview', 'o'],
  ['graph', 'g'],
  ['icicle', 'i'],
  ['help', '?']
];

/** What the key stands for; `undefined` for keys and chords that are the host's. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return undefined;
  }
  const key = keyOf(event);
  return KEY_MAP.find(([, ...keys]) => keys.includes(key))?.[0];
}

/** `KeyboardEvent.key`, after `Shift+` where it does not tell that by itself. */
function keyOf({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}
