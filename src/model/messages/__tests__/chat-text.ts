import { jsonTextOf } from '../../../bundle/json-text';
import type { Chat, ChatMessage, ChatPart, Media } from '../types';

/** A conversation as text for people: golden dumps are compared as this. */
export function chatText(chat: Chat | undefined): string {
  if (!chat) {
    return 'no conversation\n';
  }
  const { model, provider, finishReason, tools, messages, answerAt } = chat;
  const head = [model, provider, finishReason && `finish: ${finishReason}`];
  return [
    head.filter(Boolean).join(', ') || '-',
    ...tools.map(
      ({ name, description, parameters }) =>
        `offers ${name}: ${description ?? '-'} ${parameters === undefined ? '' : jsonTextOf(parameters)}`
    ),
    ...messages.flatMap((message, at) => [
      ...(at === answerAt ? ['--- answer'] : []),
      ...messageLines(message)
    ]),
    ''
  ].join('\n');
}

function messageLines({ role, name, parts }: ChatMessage): string[] {
  return [
    name === undefined ? role : `${role} (${name})`,
    ...parts.flatMap(partLines).map(line => `  ${line}`)
  ];
}

function partLines(part: ChatPart): string[] {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return [`${part.kind}: ${jsonTextOf(part.text)}`];
    case 'data':
      return [`data: ${jsonTextOf(part.value)}`];
    case 'media':
      return [`${part.media.type}: ${mediaText(part.media)}`];
    case 'call':
      return [
        `call ${part.id ?? '-'}: ${part.name} ${jsonTextOf(part.args)}`,
        ...(part.result ? partLines(part.result).map(line => `  ${line}`) : [])
      ];
    case 'result':
      return [
        `result ${part.id ?? '-'}${part.name === undefined ? '' : ` (${part.name})`}${part.isError ? ', error' : ''}`,
        ...part.parts.flatMap(partLines).map(line => `  ${line}`)
      ];
  }
}

function mediaText({ mime, name, source }: Media): string {
  const place =
    source.kind === 'data'
      ? `${source.base64.length} characters of base64`
      : source.kind === 'remote'
        ? source.url
        : `elsewhere, ${source.reference}`;
  return [mime, name, place].filter(Boolean).join(', ');
}
