import { bytesOf } from './byte-list';

/** A step of the way into a JSON value. */
export type PathStep = string | number;

/** One line of a JSON tree. */
export type JsonLine = {
  /** Names the line among all of its tree, and stays the same while others fold. */
  readonly id: string;
  readonly path: readonly PathStep[];
  readonly level: number;
  readonly value: unknown;
  /** Members or items; absent for anything that has none, and for bytes. */
  readonly size?: number;
  readonly isOpen: boolean;
  /** Stands for the members that are not drawn yet; `value` is the whole then. */
  readonly hidden?: number;
};

export type JsonLineOptions = {
  /** Whether the reader folded or unfolded the line of that id; `undefined` when untouched. */
  readonly opened: (id: string) => boolean | undefined;
  /** How many members of the value of that id are drawn. */
  readonly limit: (id: string) => number;
  /** Members to draw, by what holds them, when the tree is filtered; all others are left out. */
  readonly kept?: ReadonlyMap<object, ReadonlySet<string>> | undefined;
  /** Values that stand open at first, besides those near the top. */
  readonly opens?: Pick<ReadonlySet<object>, 'has'> | undefined;
};

/** Levels that stand open at first. */
const OPEN_LEVELS = 2;

/** A list or object longer than this stands closed below the first level. */
const OPEN_ENTRIES = 20;

/** Lines drawn at most: more is for a search, or for the raw text. */
export const MAX_LINES = 5_000;

/** The lines to draw of a value, in their order. O(lines): what is folded costs nothing. */
export function jsonLines(
  value: unknown,
  options: JsonLineOptions
): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  const waiting: JsonLine[] = childLines(value, [], options).reverse();
  while (waiting.length > 0 && lines.length < MAX_LINES) {
    const line = waiting.pop();
    if (!line) {
      break;
    }
    lines.push(line);
    if (line.isOpen) {
      waiting.push(...childLines(line.value, line.path, options).reverse());
    }
  }
  return lines;
}

/** The id of the value at that path. */
export function pathId(path: readonly PathStep[]): string {
  return JSON.stringify(path);
}

/** The path as JavaScript writes it: `inputs.messages[0]["first name"]`. */
export function jsPath(root: string, path: readonly PathStep[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'string' && /^[A-Za-z_$][\w$]*$/.test(step)
        ? `${text}.${step}`
        : `${text}[${JSON.stringify(step)}]`,
    root
  );
}

/** Members or items; `undefined` for a value that has none by its nature, or that is bytes (`bytesOf`). */
export function treeSize(value: unknown): number | undefined {
  const size = sizeOf(value);
  return size && bytesOf(value) ? undefined : size;
}

/** Members or items; `undefined` for a value that has none by its nature. */
export function sizeOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function childLines(
  value: unknown,
  path: readonly PathStep[],
  { opened, limit, kept, opens }: JsonLineOptions
): JsonLine[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const id = pathId(path);
  const chosen = kept?.get(value);
  const entries = kept
    ? Object.entries(value).filter(([key]) => chosen?.has(key) === true)
    : Object.entries(value);
  const drawn = limit(id);
  const lines = entries
    .slice(0, drawn)
    .map(([key, member]: [string, unknown]) => {
      const way = [...path, Array.isArray(value) ? Number(key) : key];
      const size = treeSize(member);
      const lineId = pathId(way);
      const isAsked = isAmong(kept, member) || isAmong(opens, member);
      return {
        id: lineId,
        path: way,
        level: path.length,
        value: member,
        ...(size === undefined ? {} : { size }),
        isOpen:
          (size ?? 0) > 0 &&
          (opened(lineId) ?? (isAsked || isOpenAtFirst(path.length, size ?? 0)))
      };
    });
  const hidden = entries.length - lines.length;
  return hidden > 0
    ? [
        ...lines,
        { id: `${id}…`, path, level: path.length, value, isOpen: false, hidden }
      ]
    : lines;
}

function isAmong(holders: JsonLineOptions['opens'], value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && holders?.has(value) === true
  );
}

function isOpenAtFirst(level: number, size: number): boolean {
  return level < OPEN_LEVELS && size <= OPEN_ENTRIES;
}
