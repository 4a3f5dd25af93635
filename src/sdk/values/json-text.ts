import { wellFormed } from '../../bundle/text';
import type { JsonText } from '../../bundle/types';
import { VALUE_LIMITS } from './limits';
import { plainFormOf } from './plain-form';

/**
 * The JSON text of any value; never throws, never changes the value, never waits for or consumes it.
 *
 * Plain data comes out as `JSON.stringify` would give it. What JSON does not know is put into a readable form
 * (`plainFormOf`); what cannot be read becomes a mark in square brackets, such as `"[Circular]"`. Cost is bounded by
 * `VALUE_LIMITS`. `undefined` is `null`.
 */
export function jsonTextOf(value: unknown): JsonText {
  try {
    return new JsonWriter().textOf(value);
  } catch {
    // Only a full stack gets here; a mark is better than no value.
    return '"[not recorded]"';
  }
}

/** The JSON text of a string, with lone surrogates replaced: Python cannot write them. */
export function jsonStringOf(text: string): JsonText {
  return JSON.stringify(wellFormed(text));
}

class JsonWriter {
  private readonly _ancestors = new Set<object>();
  private _text = '';
  private _nodes = 0;

  textOf(value: unknown): JsonText {
    this._write(value, 0);
    return this._text;
  }

  private _write(value: unknown, depth: number): void {
    this._nodes += 1;
    switch (typeof value) {
      case 'string':
        this._writeString(value);
        return;
      case 'number':
        this._text += numberText(value);
        return;
      case 'boolean':
        this._text += value ? 'true' : 'false';
        return;
      case 'bigint':
        this._text += bigintText(value);
        return;
      case 'undefined':
        this._text += 'null';
        return;
      case 'symbol':
        this._writeString(String(value));
        return;
      case 'function':
      case 'object':
        this._writeObject(value, depth);
    }
  }

  private _writeString(text: string): void {
    const limit = VALUE_LIMITS.stringLength;
    this._text +=
      text.length <= limit
        ? jsonStringOf(text)
        : jsonStringOf(
            `${text.slice(0, limit)}… [${text.length - limit} more characters]`
          );
  }

  private _writeObject(value: object | null, depth: number): void {
    if (value === null) {
      this._text += 'null';
    } else if (this._ancestors.has(value)) {
      this._writeString('[Circular]');
    } else if (depth >= VALUE_LIMITS.depth) {
      this._writeString('[Too deep]');
    } else {
      this._ancestors.add(value);
      this._writeForm(value, depth);
      this._ancestors.delete(value);
    }
  }

  private _writeForm(value: object, depth: number): void {
    const form = plainFormOf(value);
    switch (form.kind) {
      case 'value':
        this._write(form.value, depth + 1);
        return;
      case 'items':
        this._writeItems(form.items, form.length, depth);
        return;
      case 'members':
        this._writeMembers(form.members, depth);
    }
  }

  private _writeItems(
    items: Iterable<unknown>,
    length: number,
    depth: number
  ): void {
    let count = 0;
    this._text += '[';
    for (const item of items) {
      this._text += count === 0 ? '' : ',';
      if (this._isFull(count)) {
        this._writeString(`… [${length - count} more items]`);
        break;
      }
      this._write(item, depth + 1);
      count += 1;
    }
    this._text += ']';
  }

  private _writeMembers(
    members: Iterable<readonly [string, unknown]>,
    depth: number
  ): void {
    let count = 0;
    this._text += '{';
    for (const [key, value] of members) {
      if (value === undefined) {
        continue;
      }
      this._text += count === 0 ? '' : ',';
      if (this._isFull(count)) {
        this._text += '"…":"[more keys]"';
        break;
      }
      this._writeString(key);
      this._text += ':';
      this._write(value, depth + 1);
      count += 1;
    }
    this._text += '}';
  }

  private _isFull(count: number): boolean {
    return (
      count >= VALUE_LIMITS.items ||
      this._nodes >= VALUE_LIMITS.nodes ||
      this._text.length >= VALUE_LIMITS.textLength
    );
  }
}

/** 2^63: MLflow's server cannot read back a JSON integer of this size or more. */
const INT64_BOUND = 2 ** 63;

/** JSON knows no NaN and no infinity: they become the strings that protobuf's JSON form uses. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    return `"${value}"`;
  }
  const text = Object.is(value, -0) ? '0' : String(value);
  const isLongInteger =
    Number.isInteger(value) &&
    Math.abs(value) >= INT64_BOUND &&
    !text.includes('e');
  return isLongInteger ? `"${BigInt(value)}"` : text;
}

/** Exact digits: a number up to 64 bits, a string beyond. */
function bigintText(value: bigint): string {
  return BigInt.asIntN(64, value) === value ? `${value}` : `"${value}"`;
}
