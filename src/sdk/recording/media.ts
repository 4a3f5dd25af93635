import { isObject, type Unknown } from '../../bundle/read-json';
import { ATTACHMENT_SCHEME } from '../../bundle/attachment-ref';
import { ATTACHMENT_PARAMETER } from './attachment';

/** A file that stands in a value as base64. */
export type Media = {
  /** Given by the user's own `Attachment`, else undefined. */
  readonly id: string | undefined;
  readonly contentType: string;
  readonly base64: string;
};

/** A file within an object: where it stands, by the keys that lead there. */
export type MediaField = { readonly path: readonly string[] } & Media;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A data URI in base64; undefined for any other text. */
export function mediaOfDataUri(text: string): Media | undefined {
  if (!text.startsWith('data:')) {
    return undefined;
  }
  const end = text.indexOf(';base64,');
  const header = text.slice('data:'.length, end);
  const base64 = text.slice(end + ';base64,'.length);
  if (end < 0 || header === '' || !isBase64(base64)) {
    return undefined;
  }
  const [contentType = '', id] = header.split(ATTACHMENT_PARAMETER);
  return { id, contentType, base64 };
}

/**
 * The file that an object of a chat format holds, of those that MLflow's Python SDK knows (`entities/span.py`, 3.17), and
 * Gemini's as its JavaScript library writes it. The first form that fits decides.
 */
export function mediaOfObject(value: Unknown): MediaField | undefined {
  for (const form of FORMS) {
    const found = form(value);
    if (found !== undefined) {
      return isMedia(found.base64)
        ? { ...found, id: undefined, base64: String(found.base64) }
        : undefined;
    }
  }
  return undefined;
}

type Found = {
  readonly path: readonly string[];
  readonly contentType: string;
  readonly base64: unknown;
};

type Form = (value: Unknown) => Found | undefined;

const FORMS: readonly Form[] = [
  // OpenAI: a sound of a message.
  ({ type, input_audio: audio }) =>
    type === 'input_audio' && isObject(audio)
      ? {
          path: ['input_audio', 'data'],
          contentType: soundType(textOr(audio['format'], 'wav')),
          base64: audio['data']
        }
      : undefined,
  // Anthropic.
  ({ type, source }) =>
    type === 'image' && isObject(source) && source['type'] === 'base64'
      ? {
          path: ['source', 'data'],
          contentType: textOr(source['media_type'], 'image/png'),
          base64: source['data']
        }
      : undefined,
  // OpenAI: a generated image.
  ({ b64_json: image }) =>
    typeof image === 'string' && image !== ''
      ? { path: ['b64_json'], contentType: 'image/png', base64: image }
      : undefined,
  // OpenAI: a sound as the answer.
  ({ audio }) =>
    isObject(audio) && isMedia(audio['data'])
      ? {
          path: ['audio', 'data'],
          contentType: 'audio/wav',
          base64: audio['data']
        }
      : undefined,
  // Bedrock.
  ({ image }) =>
    isObject(image) &&
    isObject(image['source']) &&
    isMedia(image['source']['bytes'])
      ? {
          path: ['image', 'source', 'bytes'],
          contentType: `image/${textOr(image['format'], 'png')}`,
          base64: image['source']['bytes']
        }
      : undefined,
  inlineForm('inline_data', 'mime_type'),
  inlineForm('inlineData', 'mimeType'),
  // OpenAI: the image tool of the Responses API.
  ({ type, result, output_format: format }) =>
    type === 'image_generation_call'
      ? {
          path: ['result'],
          contentType: `image/${textOr(format, 'png')}`,
          base64: result
        }
      : undefined
];

/** Gemini, in the spelling of either of its languages. */
function inlineForm(key: string, typeKey: string): Form {
  return value => {
    const inline = value[key];
    return isObject(inline) && isMedia(inline['data'])
      ? {
          path: [key, 'data'],
          contentType: textOr(inline[typeKey], 'application/octet-stream'),
          base64: inline['data']
        }
      : undefined;
  };
}

function soundType(format: string): string {
  return format === 'mp3' ? 'audio/mpeg' : `audio/${format}`;
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

/** A short text such as a reference that stands there already is none. */
function isMedia(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    !value.startsWith(ATTACHMENT_SCHEME) &&
    isBase64(value)
  );
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}
