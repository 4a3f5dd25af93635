import { serializeBundle } from '../bundle/serialize-bundle';
import type { TraceRecord } from '../bundle/types';
import type { FetchOptions, TraceServer } from '../view/host';
import { toBase64 } from './base64';
import type { Answer, Call } from './messages';

/** Asks the tracking server and puts the answer into the form of a message. @throws Refusal in words for the reader */
export async function answerCall(
  server: TraceServer,
  call: Call,
  options: FetchOptions
): Promise<Answer> {
  switch (call.method) {
    case 'getTrace':
      return bundled([await server.getTrace(call.traceId, options)]);
    case 'getInfo':
      return bundled([{ info: await server.getInfo(call.traceId) }]);
    case 'getInfos':
      return bundled(
        (await server.getInfos(call.traceIds)).map(info => ({ info }))
      );
    case 'nextPage':
      return nextPage(server, call);
    case 'getAttachment':
      return attachment(server, call, options);
    case 'setTag':
      return nothing(server.setTag(call.traceId, call.key, call.value));
    case 'deleteTag':
      return nothing(server.deleteTag(call.traceId, call.key));
    case 'logFeedback':
      return { text: await server.logFeedback(call.traceId, call.feedback) };
    case 'updateFeedback': {
      const { traceId, assessmentId, change } = call;
      return {
        text: await server.updateFeedback(traceId, assessmentId, change)
      };
    }
    case 'deleteAssessment':
      return nothing(server.deleteAssessment(call.traceId, call.assessmentId));
  }
}

/** Whether a call changes what the server has. */
export function isEdit({ method }: Call): boolean {
  return !/^(get|next)/.test(method);
}

async function nextPage(
  server: TraceServer,
  { search, count }: Extract<Call, { method: 'nextPage' }>
): Promise<Answer> {
  const { infos, pageToken } = await server.nextPage(search, count);
  const page = bundled(infos.map(info => ({ info })));
  return { ...page, ...(pageToken !== undefined && { pageToken }) };
}

async function attachment(
  server: TraceServer,
  { traceId, attachmentId }: Extract<Call, { method: 'getAttachment' }>,
  options: FetchOptions
): Promise<Answer> {
  const address = { traceId, attachmentId, contentType: '' };
  const content = await server.getAttachment(address, options);
  return { text: toBase64(new Uint8Array(await content.arrayBuffer())) };
}

/** Our own format, which loses no digit; with no budget, as nothing of it is saved. */
function bundled(traces: readonly TraceRecord[]): Answer {
  return { text: JSON.stringify(serializeBundle({ traces })) };
}

async function nothing(done: Promise<void>): Promise<Answer> {
  await done;
  return { text: '' };
}
