import { jsonTextOf, unmarked } from './json-text';
import type { Problems } from './problems';

/** A JSON object of which nothing is known yet. */
export type Unknown = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` that does not make its members `any`. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The type of a value, as JSON calls it. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

type ProblemArguments =
  Parameters<Problems['add']> extends [string, ...infer What] ? What : never;

/** A reader of the members of one object; each problem is noted under the object's path. */
export class MemberReader {
  constructor(
    readonly members: Unknown,
    readonly path: string,
    readonly problems: Problems
  ) {}

  text(key: string): string | undefined {
    const value = this.members[key];
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== 'string') {
      this.note(key, 'type', 'no-string', kindOf(value));
      return undefined;
    }
    return value;
  }

  /** A finite number. */
  number(key: string): number | undefined {
    const value = this.members[key];
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.note(key, 'type', 'no-number', kindOf(value));
      return undefined;
    }
    return value;
  }

  object(key: string): Unknown | undefined {
    const value = this.members[key];
    if (value === undefined || value === null) {
      return undefined;
    }
    if (!isObject(value)) {
      this.note(key, 'type', 'no-object', kindOf(value));
      return undefined;
    }
    return value;
  }

  list(key: string): readonly unknown[] | undefined {
    const value = this.members[key];
    if (value === undefined || value === null) {
      return undefined;
    }
    if (!isList(value)) {
      this.note(key, 'type', 'no-array', kindOf(value));
      return undefined;
    }
    return value;
  }

  /** The members of an object whose values are text; others are turned into JSON text and noted. */
  textMap(key: string): Readonly<Record<string, string>> {
    const entries = Object.entries(this.object(key) ?? {});
    return Object.fromEntries(
      entries.map(([name, value]) => {
        if (typeof value === 'string') {
          return [name, unmarked(value)];
        }
        const path = `${key}${memberPath(name)}`;
        this.note(path, 'type', 'no-string', kindOf(value));
        return [name, jsonTextOf(value)];
      })
    );
  }

  note(member: string, ...what: ProblemArguments): void {
    this.problems.add(`${this.path}.${member}`, ...what);
  }
}

/** The step of a JSON path to a member: `.name`, or `["odd name"]`. */
export function memberPath(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
