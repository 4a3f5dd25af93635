import { isList, isObject, type Unknown } from '../../../bundle/read-json';

/** A part of a message by OpenTelemetry's conventions: text, a call of a tool, its result, a file. */
export type Part = Unknown;

/** A message by OpenTelemetry's conventions. */
export type Message = {
  readonly role: string;
  readonly parts: readonly Part[];
  readonly finish_reason?: string;
};

/** Attributes of a span, by their names in OpenTelemetry's conventions. */
export type GenAiAttributes = Readonly<
  Record<string, string | number | readonly string[]>
>;

/** What a format of a library says of a call. */
export type Dialect = {
  readonly inputMessages: (inputs: Unknown) => readonly Message[] | undefined;
  readonly systemParts: (inputs: Unknown) => readonly Part[] | undefined;
  readonly outputMessages: (outputs: Unknown) => readonly Message[] | undefined;
  /** Temperature, stop words and the like under OpenAI's names. */
  readonly parameters: (inputs: Unknown) => Unknown;
  /** Definitions of tools without nesting. */
  readonly tools: (inputs: Unknown) => readonly unknown[] | undefined;
  readonly finishReasons: (outputs: Unknown) => readonly string[];
};

/** A text. */
export function textPart(content: unknown): Part {
  return { type: 'text', content };
}

/** What the conventions have no part for, as its JSON text. */
export function otherPart(value: unknown): Part {
  return textPart(JSON.stringify(value));
}

/** A file that stands in the message. */
export function blobPart(
  modality: string,
  mimeType: unknown,
  content: unknown
): Part {
  return { type: 'blob', modality, mime_type: mimeType, content };
}

/** A model's wish that a tool be called; arguments that are JSON text are parsed. */
export function toolCallPart(id: unknown, name: unknown, args: unknown): Part {
  return { type: 'tool_call', id, name, arguments: parsed(args) };
}

/** What a tool gave. */
export function toolResultPart(id: unknown, response: unknown): Part {
  return { type: 'tool_call_response', id, response };
}

/** The objects of a list; of anything else none. */
export function objectsOf(value: unknown): readonly Unknown[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** The text, or what stands for it when there is none. */
export function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}
