import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { jsonTextOf, parseJson } from '../../bundle/json-text';
import { isList, isObject, type Unknown } from '../../bundle/read-json';
import type { JsonText } from '../../bundle/types';
import { mediaOfDataUri, mediaOfObject, type Media } from './media';
import { ATTACHMENT_PARAMETER } from './attachment';

/** A file taken out of a value. */
export type ExtractedFile = {
  readonly id: string;
  readonly contentType: string;
  readonly content: Uint8Array;
};

/** What to put in the place of a file; undefined leaves the file where it is. */
export type Replacement = (file: ExtractedFile) => string | undefined;

/** Which files to take out: all that are known, or only those that the user gave as an `Attachment`. */
export type ExtractionScope = 'all' | 'own';

/** A text without one of these holds no file: looking for them costs little, parsing every payload would not. */
const MAY_HOLD_MEDIA =
  /;base64,|"(?:input_audio|b64_json|audio|inline_data|inlineData|image|image_generation_call|base64)"/;

/** The JSON text with its files replaced; undefined when none is. */
export function withoutMedia(
  text: JsonText,
  scope: ExtractionScope,
  replacement: Replacement
): JsonText | undefined {
  const mayHold =
    scope === 'all'
      ? MAY_HOLD_MEDIA.test(text)
      : text.includes(ATTACHMENT_PARAMETER);
  if (!mayHold) {
    return undefined;
  }
  let count = 0;
  const replaced: Replaced = ({ id, contentType, base64 }) => {
    const content = Buffer.from(base64, 'base64');
    const text = replacement({ id: id ?? randomUUID(), contentType, content });
    count += text === undefined ? 0 : 1;
    return text;
  };
  const value = new MediaWalk(scope, replaced).map(parseJson(text));
  return count === 0 ? undefined : jsonTextOf(value);
}

type Replaced = (media: Media) => string | undefined;

class MediaWalk {
  private readonly _scope: ExtractionScope;
  private readonly _replaced: Replaced;

  constructor(scope: ExtractionScope, replaced: Replaced) {
    this._scope = scope;
    this._replaced = replaced;
  }

  map(value: unknown): unknown {
    if (typeof value === 'string') {
      return this._mapText(value);
    }
    if (isList(value)) {
      return value.map(item => this.map(item));
    }
    return isObject(value) ? this._mapMembers(this._mapObject(value)) : value;
  }

  private _mapText(text: string): string {
    const media = mediaOfDataUri(text);
    return media === undefined ||
      (this._scope === 'own' && media.id === undefined)
      ? text
      : (this._replaced(media) ?? text);
  }

  private _mapObject(value: Unknown): Unknown {
    const field = this._scope === 'all' ? mediaOfObject(value) : undefined;
    const text = field && this._replaced(field);
    return field === undefined || text === undefined
      ? value
      : withMember(value, field.path, text);
  }

  private _mapMembers(value: Unknown): Unknown {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, this.map(member)])
    );
  }
}

/** A copy of the object with one text deep in it exchanged. */
function withMember(
  value: Unknown,
  [key = '', ...rest]: readonly string[],
  text: string
): Unknown {
  const member = value[key];
  return {
    ...value,
    [key]:
      rest.length === 0 || !isObject(member)
        ? text
        : withMember(member, rest, text)
  };
}
