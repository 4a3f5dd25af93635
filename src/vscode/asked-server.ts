import { isJson } from '../bundle/json-text';
import type { JsonText, TraceRecord } from '../bundle/types';
import type { FetchOptions, TraceServer } from '../view/host';
import { fromBase64 } from './base64';
import type { Answer, Call } from './messages';

const NO_TRACE = 'The tracking server gave an answer that is no trace.';

/** The tracking server as the view asks it, by way of the extension: the page of the outputs fetches nothing. */
export function askedServer(
  ask: (call: Call, options?: FetchOptions) => Promise<Answer>
): TraceServer {
  return {
    getTrace: async (traceId, options) =>
      onlyRecord(await ask({ method: 'getTrace', traceId }, options)),
    getAttachment: async ({ traceId, attachmentId }, options) => {
      const call = { method: 'getAttachment', traceId, attachmentId } as const;
      return new Blob([fromBase64((await ask(call, options)).text)]);
    },
    getInfo: async traceId =>
      (await onlyRecord(await ask({ method: 'getInfo', traceId }))).info,
    getInfos: async traceIds =>
      infosIn(await ask({ method: 'getInfos', traceIds })),
    nextPage: async (search, count) => {
      const answer = await ask({ method: 'nextPage', search, count });
      const { pageToken } = answer;
      return { infos: await infosIn(answer), ...(pageToken && { pageToken }) };
    },
    setTag: async (traceId, key, value) => {
      await ask({ method: 'setTag', traceId, key, value });
    },
    deleteTag: async (traceId, key) => {
      await ask({ method: 'deleteTag', traceId, key });
    },
    logFeedback: async (traceId, feedback) =>
      jsonIn(await ask({ method: 'logFeedback', traceId, feedback })),
    updateFeedback: async (traceId, assessmentId, change) =>
      jsonIn(
        await ask({ method: 'updateFeedback', traceId, assessmentId, change })
      ),
    deleteAssessment: async (traceId, assessmentId) => {
      await ask({ method: 'deleteAssessment', traceId, assessmentId });
    }
  };
}

/** The first picture does without the code that reads answers. */
async function recordsIn({ text }: Answer): Promise<readonly TraceRecord[]> {
  const { parseBundle } = await import('../bundle/parse-bundle');
  const parsed = parseBundle(text);
  if (!parsed.ok) {
    throw new Error(NO_TRACE);
  }
  return parsed.bundle.traces;
}

async function onlyRecord(answer: Answer): Promise<TraceRecord> {
  const [record] = await recordsIn(answer);
  if (!record) {
    throw new Error(NO_TRACE);
  }
  return record;
}

async function infosIn(answer: Answer): Promise<TraceRecord['info'][]> {
  return (await recordsIn(answer)).map(({ info }) => info);
}

function jsonIn({ text }: Answer): JsonText {
  return isJson(text) ? text : '{}';
}
