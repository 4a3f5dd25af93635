import { present } from '../../bundle/present';
import type { SpanDetail } from '../types';
import { partsOf } from './parts';
import { messageOf } from './message';
import { isThere, parsedIfJson, textAt, textOf } from './read';
import type { ChatPart } from './types';

/** One use of a tool, as the span of the tool recorded it. */
export type ToolUse = {
  readonly name: string;
  readonly description?: string;
  /** Id of the call in the conversation. */
  readonly callId?: string;
  readonly args?: unknown;
  /** Absent when nothing came back. */
  readonly result?: readonly ChatPart[];
};

/** The use of a tool that a TOOL span stands for; `fallbackName` is the name of the span. */
export function toolUseOf(detail: SpanDetail, fallbackName: string): ToolUse {
  const { attributes } = detail;
  const args =
    valueOf(detail.inputs) ??
    firstThere(
      attributes,
      'gen_ai.tool.call.arguments',
      'ai.toolCall.args',
      'input.value'
    );
  const back =
    valueOf(detail.outputs) ??
    firstThere(
      attributes,
      'gen_ai.tool.call.result',
      'ai.toolCall.result',
      'output.value'
    );
  return {
    name:
      textAt(
        attributes,
        'gen_ai.tool.name',
        'tool.name',
        'ai.toolCall.name',
        'mlflow.spanFunctionName'
      ) ?? fallbackName,
    ...present({
      description: textAt(
        attributes,
        'gen_ai.tool.description',
        'tool.description',
        'description'
      ),
      callId: textAt(
        attributes,
        'gen_ai.tool.call.id',
        'ai.toolCall.id',
        'tool_call_id'
      ),
      args: parsedIfJson(args)
    }),
    ...(isThere(back) ? { result: resultParts(parsedIfJson(back)) } : {})
  };
}

/** LangChain's tools give back a message that holds their result; MCP's a list of parts; all others a value. */
function resultParts(back: unknown): readonly ChatPart[] {
  const message = messageOf(back);
  if (message?.role === 'tool') {
    return message.parts.flatMap(part =>
      part.kind === 'result' ? part.parts : [part]
    );
  }
  const parts = Array.isArray(back) ? partsOf(back) : [];
  const isParts =
    parts.length > 0 &&
    parts.every(({ kind }) => kind === 'text' || kind === 'media');
  const text = textOf(back);
  if (text !== undefined) {
    return [{ kind: 'text', text }];
  }
  return isParts && !itemsAreTexts(back)
    ? parts
    : [{ kind: 'data', value: back }];
}

/** A list of plain texts is data, not the parts of a message. */
function itemsAreTexts(value: unknown): boolean {
  return Array.isArray(value) && value.some(item => typeof item === 'string');
}

function valueOf(payload: SpanDetail['inputs']): unknown {
  return payload?.kind === 'json' ? payload.value : undefined;
}

function firstThere(
  attributes: SpanDetail['attributes'],
  ...keys: readonly string[]
): unknown {
  return keys.map(key => attributes[key]).find(isThere);
}
