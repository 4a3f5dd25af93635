import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import type { Integration } from './integration';
import { chatTool } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { isObject, valueAt } from './patching/patch';
import { listAt, textAt } from './calls/read';
import { ToolError } from './calls/refusal';
import { namedSecrets, secretsOfUrl } from './calls/secrets';

/** The client of the Model Context Protocol, whatever carries it: the calls of tools, and what tools there are. */
export const mcp: Integration = {
  name: 'mcp',
  modules: ['@modelcontextprotocol/sdk/client'],
  patch: (subject, settings) =>
    [
      valueAt(subject, 'Client', 'prototype'),
      valueAt(subject, 'prototype'),
      subject
    ]
      .filter(isClient)
      .slice(0, 1)
      .map(owner => [
        traceMethodCall(owner, 'callTool', CALL_TOOL, settings),
        traceMethodCall(owner, 'listTools', LIST_TOOLS, settings)
      ])[0]
};

function isClient(owner: unknown): boolean {
  return ['callTool', 'listTools', 'readResource'].every(
    method => typeof valueAt(owner, method) === 'function'
  );
}

const CALL_TOOL: MethodCall = {
  describe: (client, [request]) => ({
    name: textAt(request, 'name'),
    spanType: SpanType.TOOL,
    inputs: valueAt(request, 'arguments') ?? {},
    attributes: serverOf(client),
    secrets: () => secretsOfTransport(client)
  }),
  result: answer => ({ outputs: withFiles(answer) }),
  // The protocol answers a tool's failure like a success.
  failure: answer =>
    valueAt(answer, 'isError') === true ? toolError(answer) : undefined
};

const LIST_TOOLS: MethodCall = {
  describe: client => ({
    name: 'list_tools',
    spanType: SpanType.TASK,
    inputs: {},
    attributes: serverOf(client),
    secrets: () => secretsOfTransport(client)
  }),
  result: answer => ({
    outputs: answer,
    attributes: {
      [AttributeKey.chatTools]: listAt(answer, 'tools').map(tool =>
        chatTool(
          valueAt(tool, 'name'),
          valueAt(tool, 'description'),
          valueAt(tool, 'inputSchema')
        )
      )
    }
  })
};

/** What a client was given to be let into a server on the web. */
function secretsOfTransport(client: unknown): readonly string[] {
  const transport = valueAt(client, 'transport');
  const address = valueAt(transport, '_url', 'href');
  return [
    ...namedSecrets(valueAt(transport, '_requestInit', 'headers')),
    ...secretsOfUrl(address)
  ].filter(one => typeof one === 'string');
}

/** Which server it is, as it called itself when the client connected. */
function serverOf(client: unknown): Record<string, unknown> {
  const server = valueAt(client, '_serverVersion');
  return server === undefined ? {} : { 'mcp.server': server };
}

/** The answer with its pictures and sounds, which are bare base64, in the form in which files are stored. */
function withFiles(answer: unknown): unknown {
  const content = listAt(answer, 'content');
  return isObject(answer) && content.some(isFile)
    ? { ...answer, content: content.map(withFile) }
    : answer;
}

function isFile(part: unknown): part is object {
  return textAt(part, 'data') !== '' && textAt(part, 'mimeType') !== '';
}

function withFile(part: unknown): unknown {
  return isFile(part)
    ? {
        ...part,
        data: `data:${textAt(part, 'mimeType')};base64,${textAt(part, 'data')}`
      }
    : part;
}

/** What went wrong, as the tool told it; some tell it by a picture, or not at all. */
function toolError(answer: unknown): Error {
  const text = listAt(answer, 'content')
    .map(part => textAt(part, 'text'))
    .join('\n');
  return new ToolError(text || 'the tool has failed');
}
