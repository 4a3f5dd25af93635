import { attachmentRefIn } from '../../bundle/attachment-ref';
import { present } from '../../bundle/present';
import { bytesOf } from '../byte-list';
import { isJson, membersOf, textAt, textOf, type Json } from './read';
import type { ChatPart, Media } from './types';

type MediaType = Media['type'];

/** A part of media: `place` is a `data:` or `http(s):` URL, base64, bytes, or a reference that leads elsewhere. */
export function mediaPart(
  type: MediaType,
  place: unknown,
  { mime, name }: { mime?: unknown; name?: unknown } = {}
): ChatPart | undefined {
  const from = placeOf(place);
  if (from === undefined) {
    return undefined;
  }
  const { type: found, source } = from;
  const known = textOf(mime) ?? found;
  return {
    kind: 'media',
    media: {
      ...present({ mime: known, name: textOf(name) }),
      type: type === 'file' ? typeOfMime(known) : type,
      source
    }
  };
}

function placeOf(place: unknown): Place | undefined {
  const text = textOf(place) ?? textOf(membersOf(place)['url']);
  if (text !== undefined) {
    return sourceOf(text);
  }
  const bytes = bytesOf(place);
  return (
    bytes && {
      ...present({ type: bytes.mime }),
      source: { kind: 'data', base64: bytes.base64 }
    }
  );
}

/** The kind of media that a MIME type names. */
export function typeOfMime(mime: string | undefined): MediaType {
  const [family] = (mime ?? '').split('/');
  return family === 'image' || family === 'audio' || family === 'video'
    ? family
    : 'file';
}

const PLACES = [
  'data',
  'base64',
  'url',
  'uri',
  'fileUri',
  'file_uri',
  'bytes',
  'image',
  'audio',
  'video',
  'path',
  'content'
];

/** An object that describes media with whatever names its provider uses; `undefined` when it holds no place. */
export function mediaOfMembers(
  type: MediaType,
  members: Json
): ChatPart | undefined {
  const source = isJson(members['source']) ? members['source'] : {};
  const all = { ...members, ...source };
  const place =
    textAt(all, ...PLACES) ??
    PLACES.map(key => all[key]).find(bytesOf) ??
    textAt(all, 'file_id', 'fileId', 'id', 's3Location');
  const mime = textAt(
    all,
    'mediaType',
    'media_type',
    'mimeType',
    'mime_type',
    'image_mimetype',
    'audio_mimetype'
  );
  const format = textAt(all, 'format');
  return mediaPart(type, place ?? s3Of(all), {
    mime:
      mime ??
      (format !== undefined && type !== 'file'
        ? `${type}/${format}`
        : undefined),
    name: textAt(members, 'filename', 'name', 'title', 'displayName')
  });
}

/** Bedrock's place for large media. */
function s3Of(members: Json): string | undefined {
  return textAt(membersOf(members['s3Location']), 'uri');
}

const DATA_URL = /^data:([^;,]*)(?:;[^;,]*)*?;base64,/i;

type Place = {
  readonly type?: string;
  readonly source: Media['source'];
};

function sourceOf(text: string): Place {
  const url = DATA_URL.exec(text.slice(0, 200));
  if (url) {
    const type = textOf(url[1]);
    return {
      ...present({ type }),
      source: { kind: 'data', base64: text.slice(url[0].length) }
    };
  }
  if (/^https?:\/\//i.test(text)) {
    return { source: { kind: 'remote', url: text } };
  }
  return isBase64(text)
    ? { source: { kind: 'data', base64: text } }
    : {
        ...present({ type: attachmentRefIn(text)?.contentType }),
        source: { kind: 'elsewhere', reference: text }
      };
}

/** The head is enough: data of megabytes is not read to the end for this. An id of a file is shorter than media are. */
function isBase64(text: string): boolean {
  return text.length >= 64 && /^[A-Za-z0-9+/=\s]+$/.test(text.slice(0, 1000));
}
