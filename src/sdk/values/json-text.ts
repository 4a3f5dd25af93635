import { wellFormed } from '../../bundle/text';
import type { JsonText } from '../../bundle/types';
import { VALUE_LIMITS } from './limits';
import { ParsedJson } from './parsed-json';
import { plainFormOf, readField } from './plain-form';

/**
 * The JSON text of any value; never throws, never changes the value, never waits for or consumes it.
 *
 * Plain data comes out as `JSON.stringify` would give it. What JSON does not know is put into a readable form
 * (`plainFormOf`); what cannot be read becomes a mark in square brackets, such as `"[Circular]"`. Cost is bounded by
 * `VALUE_LIMITS`. `undefined` is `null`.
 */
export function jsonTextOf(value: unknown): JsonText {
  try {
    return shortTextOf(value) ?? new JsonWriter().textOf(value);
  } catch {
    // Only a full stack gets here; a mark is better than no value.
    return '"[not recorded]"';
  }
}

/** Of what needs no writer, which is most of what is recorded. */
function shortTextOf(value: unknown): JsonText | undefined {
  if (typeof value === 'string' && value.length <= VALUE_LIMITS.stringLength) {
    return jsonStringOf(value);
  }
  if (typeof value === 'number') {
    return numberText(value);
  }
  if (typeof value === 'object' && value !== null) {
    return ParsedJson.is(value) ? value.text : undefined;
  }
  return value === undefined ? 'null' : undefined;
}

/** The JSON text of a string, with lone surrogates replaced: Python cannot write them. */
export function jsonStringOf(text: string): JsonText {
  const json = JSON.stringify(text);
  // A lone surrogate is the one thing that JSON.stringify writes with an escape beginning so.
  return json.includes('\\ud') ? JSON.stringify(wellFormed(text)) : json;
}

function boundedTextOf(text: string): JsonText {
  const limit = isMedia(text)
    ? VALUE_LIMITS.textLength
    : VALUE_LIMITS.stringLength;
  return text.length <= limit
    ? jsonStringOf(text)
    : jsonStringOf(
        `${text.slice(0, limit)}… [${text.length - limit} more characters]`
      );
}

/** Keys come again and again: `role` and `content` of each message of each call. */
const keyTexts = new Map<string, string>();
const MAX_KEYS = 1000;
const MAX_KEY_LENGTH = 64;

/** A key with its colon. */
function keyTextOf(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) {
    return known;
  }
  const text = `${boundedTextOf(key)}:`;
  if (key.length <= MAX_KEY_LENGTH && keyTexts.size < MAX_KEYS) {
    keyTexts.set(key, text);
  }
  return text;
}

class JsonWriter {
  /** At most `VALUE_LIMITS.depth`; a Set costs more than looking through them. */
  private readonly _ancestors: object[] = [];
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
    this._text += boundedTextOf(text);
  }

  private _writeObject(value: object | null, depth: number): void {
    if (value === null) {
      this._text += 'null';
    } else if (this._ancestors.includes(value)) {
      this._writeString('[Circular]');
    } else if (depth >= VALUE_LIMITS.depth) {
      this._writeString('[Too deep]');
    } else {
      this._ancestors.push(value);
      this._writeForm(value, depth);
      this._ancestors.pop();
    }
  }

  private _writeForm(value: object, depth: number): void {
    const form = plainFormOf(value);
    switch (form.kind) {
      case 'value':
        this._write(form.value, depth + 1);
        return;
      case 'elements':
        this._writeElements(form.array, form.length, depth);
        return;
      case 'fields':
        this._writeFields(form.value, form.keys, depth);
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

  private _writeElements(
    array: readonly unknown[],
    length: number,
    depth: number
  ): void {
    this._text += '[';
    for (let index = 0; index < length; index++) {
      this._text += index === 0 ? '' : ',';
      if (this._isFull(index)) {
        this._writeString(`… [${length - index} more items]`);
        break;
      }
      this._write(readField(array, index), depth + 1);
    }
    this._text += ']';
  }

  private _writeFields(
    value: object,
    keys: readonly string[],
    depth: number
  ): void {
    let count = 0;
    this._text += '{';
    for (const key of keys) {
      const field = readField(value, key);
      if (field === undefined) {
        continue;
      }
      if (!this._writeKey(key, count)) {
        break;
      }
      this._write(field, depth + 1);
      count += 1;
    }
    this._text += '}';
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
      if (!this._writeKey(key, count)) {
        break;
      }
      this._write(value, depth + 1);
      count += 1;
    }
    this._text += '}';
  }

  /** False, and a mark in place of the key, when there is no room for further members. */
  private _writeKey(key: string, count: number): boolean {
    this._text += count === 0 ? '' : ',';
    if (this._isFull(count)) {
      this._text += '"…":"[more keys]"';
      return false;
    }
    this._text += keyTextOf(key);
    return true;
  }

  private _isFull(count: number): boolean {
    return (
      count >= VALUE_LIMITS.items ||
      this._nodes >= VALUE_LIMITS.nodes ||
      this._text.length >= VALUE_LIMITS.textLength
    );
  }
}

/** How images, sounds and PDF files begin in base64: cut, they would be of no use. */
const MEDIA =
  /^(?:data:[^,]{1,200};base64,|iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|SUQz|\/\/[uN]|T2dnUw|JVBERi)/;

function isMedia(text: string): boolean {
  return text.length > VALUE_LIMITS.stringLength && MEDIA.test(text);
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
