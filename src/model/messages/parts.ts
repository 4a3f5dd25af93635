import { mediaOfMembers, mediaPart, typeOfMime } from './media';
import {
  isJson,
  isThere,
  itemsOf,
  membersOf,
  textAt,
  textOf,
  valueAt,
  type Json
} from './read';
import { callOf, resultOf } from './tool-parts';
import type { ChatPart } from './types';

/** Results hold parts that may hold results: no provider goes deeper. */
const MAX_NESTING = 4;

/**
 * What a message says, in any dialect: a text, a list of parts, or one part. What is not understood is kept as data;
 * an empty text, and marks without content (Vercel's `step-start`, Bedrock's `cachePoint`), are nothing.
 */
export function partsOf(content: unknown, nesting = 0): readonly ChatPart[] {
  if (typeof content === 'string') {
    return content === '' ? [] : [{ kind: 'text', text: content }];
  }
  if (Array.isArray(content) && nesting < MAX_NESTING) {
    return content.flatMap((part: unknown) =>
      partsOf(part, Array.isArray(part) ? nesting + 1 : nesting)
    );
  }
  if (!isThere(content)) {
    return [];
  }
  return isJson(content) && nesting < MAX_NESTING
    ? partsOfObject(content, nesting)
    : [{ kind: 'data', value: content }];
}

function partsOfObject(part: Json, nesting: number): readonly ChatPart[] {
  const type = textAt(part, 'type', 'block_type') ?? '';
  const read = BY_TYPE.get(type) ?? bySuffix(type) ?? byMember(part);
  const found = read?.(part, nesting + 1);
  return found === undefined
    ? [{ kind: 'data', value: part }]
    : [found].flat().filter(isPart);
}

type Found = ChatPart | readonly ChatPart[] | undefined;
type Reader = (part: Json, nesting: number) => Found;

function isPart(part: ChatPart | undefined): part is ChatPart {
  return part !== undefined;
}

const nothing: Reader = () => [];

const text: Reader = part => {
  const found = valueAt(part, 'text', 'content', 'value');
  return typeof found === 'string'
    ? found === ''
      ? []
      : [{ kind: part['thought'] === true ? 'reasoning' : 'text', text: found }]
    : undefined;
};

const refusal: Reader = part => ({
  kind: 'refusal',
  text: textAt(part, 'refusal', 'text') ?? ''
});

/** All names under which providers keep thinking; a summary is a list of texts. */
const reasoning: Reader = part => {
  const whole = textAt(
    part,
    'thinking',
    'text',
    'content',
    'reasoning',
    'reasoningText'
  );
  const listed = [
    ...itemsOf(part['summary']),
    ...itemsOf(part['content'])
  ].flatMap(item => textAt(membersOf(item), 'text') ?? []);
  return { kind: 'reasoning', text: whole ?? listed.join('\n\n') };
};

const hiddenReasoning: Reader = () => ({ kind: 'reasoning', text: '' });

const call: Reader = part => callOf(part);

const result: Reader = (part, nesting) => {
  const holds = valueAt(
    part,
    'content',
    'output',
    'result',
    'response',
    'error'
  );
  const isError =
    part['is_error'] === true ||
    part['isError'] === true ||
    part['status'] === 'error' ||
    part['type'] === 'tool-error';
  return resultOf(part, resultParts(holds, nesting), isError);
};

/** Vercel's outputs say of which kind they are: `{type: 'json', value: …}`. */
function resultParts(holds: unknown, nesting: number): readonly ChatPart[] {
  const { type, value } = membersOf(holds);
  if (
    value !== undefined &&
    typeof type === 'string' &&
    /^(error-)?(text|json|content)$/.test(type)
  ) {
    return resultParts(value, nesting);
  }
  return isJson(holds) && type === undefined
    ? [{ kind: 'data', value: holds }]
    : partsOf(holds, nesting);
}

/** Vercel's parts of a UI message hold the call and, once it is there, its result. */
const uiTool: Reader = (part, nesting) => {
  const called = isJson(part['toolInvocation']) ? part['toolInvocation'] : part;
  const name =
    textAt(called, 'toolName') ??
    (textOf(part['type']) ?? '').replace(/^tool-/, '');
  const named = { ...called, toolName: name };
  const made = callOf(named);
  const error = textAt(called, 'errorText');
  const output = valueAt(called, 'output', 'result');
  if (error === undefined && output === undefined) {
    return made;
  }
  const back = resultOf(
    named,
    resultParts(error ?? output, nesting),
    error !== undefined
  );
  return made ? [made, back] : back;
};

const image: Reader = part => {
  const place = part['image_url'] ?? part['imageUrl'];
  return (
    (isThere(place) ? mediaPart('image', place) : undefined) ??
    mediaOfMembers('image', part) ??
    mediaOfMembers('image', membersOf(part['image']))
  );
};

const audio: Reader = part => {
  const inner = valueAt(part, 'input_audio', 'audio');
  return mediaOfMembers('audio', isJson(inner) ? inner : part);
};

const file: Reader = part => {
  const inner = isJson(part['file']) ? { ...part, ...part['file'] } : part;
  const place = textAt(inner, 'file_data', 'file_url', 'file_id');
  const written = membersOf(part['source']);
  if (written['type'] === 'text') {
    return text({ text: written['data'] }, 0); // Anthropic's documents of plain text
  }
  const modality = ['image', 'audio', 'video'].find(
    type => type === inner['modality']
  );
  return place === undefined
    ? mediaOfMembers(typeOfMime(modality), inner)
    : mediaPart('file', place, { name: inner['filename'] });
};

const video: Reader = part =>
  mediaOfMembers('video', isJson(part['video']) ? part['video'] : part);

const source: Reader = part => ({
  kind: 'text',
  text: [textAt(part, 'title'), textAt(part, 'url', 'filename')]
    .filter(Boolean)
    .join(' – ')
});

const BY_TYPE: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[
    'text',
    'input_text',
    'output_text',
    'summary_text',
    'reasoning_text_delta'
  ].map(type => [type, text] as const),
  ['refusal', refusal],
  ...['thinking', 'reasoning', 'reasoning_content', 'thought'].map(
    type => [type, reasoning] as const
  ),
  ...['redacted_thinking', 'reasoning.encrypted', 'redacted-reasoning'].map(
    type => [type, hiddenReasoning] as const
  ),
  ...['image', 'image_url', 'input_image'].map(type => [type, image] as const),
  ...['audio', 'input_audio', 'output_audio'].map(
    type => [type, audio] as const
  ),
  ...['file', 'input_file', 'document', 'blob', 'uri'].map(
    type => [type, file] as const
  ),
  ...['video', 'video_url', 'input_video'].map(type => [type, video] as const),
  ...[
    'tool_use',
    'server_tool_use',
    'mcp_tool_use',
    'tool-call',
    'tool_call',
    'function_call',
    'custom_tool_call',
    'mcp_call'
  ].map(type => [type, call] as const),
  ...[
    'tool_result',
    'tool-result',
    'tool-error',
    'tool_call_response',
    'function_call_output',
    'custom_tool_call_output'
  ].map(type => [type, result] as const),
  ...['tool-invocation', 'dynamic-tool'].map(type => [type, uiTool] as const),
  ...['source-url', 'source-document'].map(type => [type, source] as const),
  ...['step-start', 'cache_point'].map(type => [type, nothing] as const)
]);

/** Families of types: Anthropic's results of server tools, and Vercel's `tool-<name>` of UI messages. */
function bySuffix(type: string): Reader | undefined {
  if (type.endsWith('_tool_result')) {
    return result;
  }
  return type.startsWith('tool-') ? uiTool : undefined;
}

/** Gemini and Bedrock name the kind by the member that is there. */
const BY_MEMBER: readonly (readonly [
  names: readonly string[],
  read: (value: Json, nesting: number) => Found
])[] = [
  [['functionCall', 'function_call', 'toolUse'], callOf],
  [['functionResponse', 'function_response', 'toolResult'], result],
  [
    ['inlineData', 'inline_data', 'fileData', 'file_data'],
    value => mediaOfMembers('file', value)
  ],
  [['image'], value => mediaOfMembers('image', value)],
  [['video'], value => mediaOfMembers('video', value)],
  [['document'], value => mediaOfMembers('file', value)],
  [
    ['reasoningContent', 'reasoning_content'],
    value =>
      isJson(value['reasoningText'])
        ? reasoning(value['reasoningText'], 0)
        : reasoning(value, 0)
  ],
  [
    ['executableCode', 'executable_code'],
    value => ({
      kind: 'text',
      text: `\`\`\`${(textOf(value['language']) ?? '').toLowerCase()}\n${textOf(value['code']) ?? ''}\n\`\`\``
    })
  ],
  [
    ['codeExecutionResult', 'code_execution_result'],
    value => ({
      kind: 'text',
      text: `\`\`\`\n${textOf(value['output']) ?? ''}\n\`\`\``
    })
  ],
  [['cachePoint'], nothing],
  [['json'], value => ({ kind: 'data', value })]
];

function byMember(part: Json): Reader | undefined {
  if (typeof part['text'] === 'string') {
    return text;
  }
  for (const [names, read] of BY_MEMBER) {
    const value = valueAt(part, ...names);
    if (isJson(value)) {
      return (_, nesting) => read(value, nesting);
    }
  }
  return undefined;
}
