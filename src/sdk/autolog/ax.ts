import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import {
  dataOf,
  embedded,
  inputsOfChat,
  inputsOfProgram,
  resultOfChat,
  streamedChat,
  streamedFields,
  toolsOf
} from './ax/wire';
import { noteTokens } from './ax/tokens';
import type { AutologSettings, Integration } from './integration';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { isObject, replaceMethod, valueAt, type Undo } from './patching/patch';
import { listAt, textAt } from './calls/read';

/** Classes whose objects are called with `forward`, and what their runs are. */
const PROGRAMS: readonly (readonly [string, SpanType])[] = [
  ['AxGen', SpanType.LLM],
  ['AxFlow', SpanType.CHAIN],
  ['AxAgent', SpanType.AGENT]
];

/**
 * ax, which is DSPy for TypeScript: programs, the calls of their models and their tools. Its own tracer is left to the
 * user: it tells neither inputs nor outputs.
 */
export const ax: Integration = {
  name: 'ax',
  modules: ['@ax-llm/ax'],
  patch: (subject, settings) => {
    const undo = [
      ...PROGRAMS.flatMap(([name, spanType]) =>
        patchProgram(valueAt(subject, name, 'prototype'), {
          ...{ name, spanType, settings }
        })
      ),
      ...patchTools(valueAt(subject, 'AxGen', 'prototype'), settings),
      ...[valueAt(subject, 'AxBaseAI', 'prototype'), clientIn(subject)]
        .filter(isModel)
        .flatMap(model => patchModel(model, settings))
    ];
    return undo.length > 0 ? undo : undefined;
  }
};

/** What a client of whichever provider calls, which stands behind the one that was made. */
function clientIn(subject: unknown): unknown {
  const inner = valueAt(subject, 'ai');
  return isModel(inner) ? inner : subject;
}

function isModel(owner: unknown): boolean {
  return ['chat', 'embed', 'buildHeaders'].every(
    method => typeof valueAt(owner, method) === 'function'
  );
}

type Program = {
  readonly name: string;
  readonly spanType: SpanType;
  readonly settings: () => AutologSettings;
};

function patchProgram(
  owner: unknown,
  { name, spanType, settings }: Program
): readonly (Undo | undefined)[] {
  const traced = (method: string): Undo | undefined =>
    traceMethodCall(
      owner,
      method,
      {
        describe: (program, [, values, options]) => ({
          name: `${name}.${method}`,
          spanType,
          inputs: inputsOfProgram(values),
          attributes: attributesOf(program, options),
          secrets: [],
          signal: valueAt(options, 'abortSignal')
        }),
        result: outputs => ({ outputs: dataOf(outputs) }),
        streamed: streamedFields
      },
      settings
    );
  if (!isObject(owner)) {
    return [];
  }
  // A flow that streams gives what its `forward` gives.
  return name === 'AxFlow'
    ? [traced('forward')]
    : [traced('forward'), traced('streamingForward')];
}

function attributesOf(
  program: unknown,
  options: unknown
): Record<string, unknown> {
  const signature: unknown = valueAt(program, 'signature');
  const model = valueAt(options, 'model');
  return {
    ...(isObject(signature) && { signature: signatureOf(signature) }),
    ...(typeof model === 'string' && { model })
  };
}

/** As it is written: `question:string -> answer:string`. */
function signatureOf(signature: object): string {
  const write: unknown = valueAt(signature, 'toString');
  return typeof write === 'function'
    ? String(Reflect.apply(write, signature, []))
    : '';
}

function patchModel(
  owner: unknown,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  const noted = new Set<Undo>();
  const describe: MethodCall['describe'] = (model, args) => {
    const undo = noteTokens(model);
    if (undo !== undefined) {
      noted.add(undo);
    }
    return CHAT.describe(model, args);
  };
  return [
    traceMethodCall(owner, 'chat', { ...CHAT, describe }, settings),
    traceMethodCall(owner, 'embed', EMBED, settings),
    () => {
      noted.forEach(undo => {
        undo();
      });
    }
  ];
}

const CHAT: MethodCall = {
  describe: (model, [request, options]) => {
    const tools = toolsOf(listAt(request, 'functions'));
    return {
      name: `${textAt(model, 'name') || 'AxAI'}.chat`,
      spanType: SpanType.CHAT_MODEL,
      inputs: inputsOfChat(request),
      attributes: {
        ...modelOf(model, valueAt(request, 'model')),
        [AttributeKey.messageFormat]: 'openai',
        ...(tools.length > 0 && { [AttributeKey.chatTools]: tools })
      },
      secrets: [],
      signal: valueAt(options, 'abortSignal')
    };
  },
  result: resultOfChat,
  streamed: streamedChat,
  isPiped: true
};

const EMBED: MethodCall = {
  describe: (model, [request]) => ({
    name: `${textAt(model, 'name') || 'AxAI'}.embed`,
    spanType: SpanType.EMBEDDING,
    inputs: request,
    attributes: modelOf(
      model,
      valueAt(request, 'embedModel') ?? valueAt(model, 'defaults', 'embedModel')
    ),
    secrets: []
  }),
  result: embedded
};

/** The model that is asked for, or else the one that the client was made for. */
function modelOf(owner: unknown, asked: unknown): Record<string, unknown> {
  const model = asked ?? valueAt(owner, 'defaults', 'model');
  const provider = textAt(owner, 'name');
  return {
    ...(typeof model === 'string' && { [AttributeKey.model]: model }),
    ...(provider !== '' && { [AttributeKey.provider]: provider.toLowerCase() })
  };
}

/** The tools of a run are handed on within it once more: what is handed on is a copy that is traced. */
function patchTools(
  owner: unknown,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  return [
    replaceMethod(
      owner,
      '_forward2',
      original =>
        function withTools(this: unknown, ...args: unknown[]): unknown {
          return Reflect.apply(
            original,
            this,
            args.map(options => withTracedTools(options, settings))
          );
        }
    )
  ];
}

function withTracedTools(
  options: unknown,
  settings: () => AutologSettings
): unknown {
  const functions: unknown = valueAt(options, 'functions');
  return isObject(options) && Array.isArray(functions)
    ? { ...options, functions: functions.map(one => tracedTool(one, settings)) }
    : options;
}

function tracedTool(tool: unknown, settings: () => AutologSettings): unknown {
  if (!isObject(tool) || typeof valueAt(tool, 'func') !== 'function') {
    return tool;
  }
  const copy = { ...tool };
  traceMethodCall(
    copy,
    'func',
    {
      describe: (_owner, [input]) => ({
        name: textAt(tool, 'name'),
        spanType: SpanType.TOOL,
        inputs: 'parameters' in tool ? input : {},
        attributes: {},
        secrets: []
      }),
      result: outputs => ({ outputs })
    },
    settings
  );
  return copy;
}
