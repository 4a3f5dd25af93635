import { jsonTextOf } from './json-text';
import { parseInfo } from './parse-info';
import type { Problems } from './problems';
import { isObject, kindOf, MemberReader } from './read-json';
import { payloadColumns, UNKNOWN_TYPE } from './span-table';
import {
  PAYLOAD_COLUMNS,
  type JsonText,
  type PayloadColumn,
  type SpanTable,
  type TraceRecord
} from './types';
import { endsOf, idsOf, numbersOf } from './wire-columns';

/** One trace of our own wire form; what cannot be read is noted and left out. */
export function parseWireTrace(
  value: unknown,
  path: string,
  problems: Problems
): TraceRecord | undefined {
  if (!isObject(value)) {
    problems.add(path, 'type', 'no-trace', kindOf(value));
    return undefined;
  }
  const reader = new MemberReader(value, path, problems);
  const info = parseInfo(reader);
  const spans = reader.object('spans');
  return spans === undefined
    ? { info }
    : {
        info,
        spans: parseSpans(new MemberReader(spans, `${path}.spans`, problems))
      };
}

function parseSpans(reader: MemberReader): SpanTable {
  const ids = parseIds(reader);
  const column = new ColumnReader(reader, ids.length);
  const starts = Float64Array.from(column.numbers('start', NaN));
  return {
    count: ids.length,
    ids,
    parents: Int32Array.from(column.parents()),
    orphans: column.sparse('orphans', textOnly),
    names: column.indexed('name', 'names', ''),
    types: column.indexed('type', 'types', UNKNOWN_TYPE),
    starts,
    ends: Float64Array.from(column.ends(starts)),
    statuses: Uint8Array.from(column.statuses()),
    statusMessages: column.sparse('status_messages', textOnly),
    ...payloadColumns(name => column.sparse(name, jsonText)),
    truncated: parseTruncated(column)
  };
}

function parseIds(reader: MemberReader): readonly string[] {
  const { ids: value, count } = reader.members;
  const ids = typeof value === 'string' ? idsOf(value) : listOfIds(value);
  if (ids === undefined) {
    reader.note('ids', 'value', 'no-ids');
    return [];
  }
  if (count !== undefined && count !== ids.length) {
    reader.note('count', 'value', 'other-count', ids.length);
  }
  return ids;
}

function listOfIds(value: unknown): readonly string[] | undefined {
  return Array.isArray(value)
    ? value.map((id: unknown) => (typeof id === 'string' ? id : ''))
    : undefined;
}

/** Reads columns of `count` rows; what is missing or wrong gets a default and one note for the column. */
class ColumnReader {
  constructor(
    private readonly _reader: MemberReader,
    private readonly _count: number
  ) {}

  numbers(key: string, fallback: number): readonly number[] {
    const text = this._reader.text(key) ?? '';
    return this._filled(key, numbersOf(text), fallback);
  }

  ends(starts: Float64Array): readonly number[] {
    const text = this._reader.text('duration') ?? '';
    return this._filled('duration', endsOf(text, starts), NaN);
  }

  parents(): readonly number[] {
    const parents = this.numbers('parents', -1);
    const isRow = (parent: number): boolean =>
      parent >= -1 && parent < this._count;
    if (!parents.every(isRow)) {
      this._reader.note('parents', 'value', 'no-such-row');
    }
    return parents.map(parent => (isRow(parent) ? parent : -1));
  }

  statuses(): readonly number[] {
    const digits = Array.from(this._reader.text('status') ?? '');
    const codes = digits.map(digit =>
      /^[012]$/.test(digit) ? Number(digit) : undefined
    );
    return this._filled('status', codes, 0);
  }

  /** Text by its index into the dictionary `dictionaryKey`. */
  indexed(
    key: string,
    dictionaryKey: string,
    fallback: string
  ): readonly string[] {
    const dictionary = this._reader.list(dictionaryKey) ?? [];
    const texts = this.numbers(key, NaN).map(index => {
      const text = dictionary[index];
      return typeof text === 'string' ? text : undefined;
    });
    return this._filled(key, texts, fallback);
  }

  sparse(
    key: string,
    valueOf: (value: unknown) => string | undefined
  ): ReadonlyMap<number, string> {
    const column = new Map<number, string>();
    for (const [name, value] of Object.entries(
      this._reader.object(key) ?? {}
    )) {
      const row = this._row(name);
      const text = valueOf(value);
      if (row === undefined || text === undefined) {
        this._reader.note(
          key,
          'value',
          'no-text-of-row',
          kindOf(value),
          JSON.stringify(name)
        );
      } else {
        column.set(row, text);
      }
    }
    return column;
  }

  /** `row:bytes` pairs separated by spaces. */
  cuts(key: string, text: string): ReadonlyMap<number, number> {
    const cuts = new Map<number, number>();
    for (const pair of text.split(' ')) {
      const colon = pair.indexOf(':');
      const row = this._row(pair.slice(0, colon));
      const bytes = Number(pair.slice(colon + 1));
      if (colon < 0 || row === undefined || !(bytes >= 0)) {
        this._reader.note(`truncated.${key}`, 'value', 'no-cut');
      } else {
        cuts.set(row, bytes);
      }
    }
    return cuts;
  }

  object(key: string): MemberReader | undefined {
    const members = this._reader.object(key);
    return members === undefined
      ? undefined
      : new MemberReader(
          members,
          `${this._reader.path}.${key}`,
          this._reader.problems
        );
  }

  private _row(name: string): number | undefined {
    const row = Number(name);
    const isRow = row >= 0 && row < this._count && String(row) === name;
    return isRow ? row : undefined;
  }

  private _filled<T>(
    key: string,
    values: readonly (T | undefined)[],
    fallback: T
  ): readonly T[] {
    if (values.length === this._count && isWhole(values)) {
      return values;
    }
    this._reader.note(key, 'value', 'values-missing', this._count);
    return Array.from(
      { length: this._count },
      (_, row) => values[row] ?? fallback
    );
  }
}

function isWhole<T>(
  values: readonly (T | undefined)[]
): values is readonly T[] {
  return !values.includes(undefined);
}

function parseTruncated(column: ColumnReader): SpanTable['truncated'] {
  const reader = column.object('truncated');
  const truncated: Partial<Record<PayloadColumn, ReadonlyMap<number, number>>> =
    {};
  for (const name of PAYLOAD_COLUMNS) {
    const text = reader?.text(name);
    if (text !== undefined) {
      truncated[name] = column.cuts(name, text);
    }
  }
  return truncated;
}

function textOnly(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** JSON text as it is; any other value was written by somebody else and is turned into its text. */
function jsonText(value: unknown): JsonText {
  return typeof value === 'string' ? value : jsonTextOf(value);
}
