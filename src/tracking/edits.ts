import type { TraceServer } from '../view/host';
import { assessmentIn, traceAddress } from './answers';
import type { Requests } from './requests';

type Editing = Pick<
  TraceServer,
  'setTag' | 'deleteTag' | 'logFeedback' | 'updateFeedback' | 'deleteAssessment'
>;

/** The writing half of the tracking server. Feedback is given in the reader's name. */
export function editing(
  requests: Requests,
  readerName: () => Promise<string>
): Editing {
  return {
    setTag: async (traceId, key, value) => {
      const body = { key, value };
      await requests.ask({ path: tags(traceId), method: 'PATCH', body });
    },
    deleteTag: async (traceId, key) => {
      await requests.ask({
        path: tags(traceId),
        method: 'DELETE',
        body: { key }
      });
    },
    logFeedback: async (
      traceId,
      { name, value, rationale, spanId, overrides }
    ) => {
      const assessment = {
        assessment_name: name,
        trace_id: traceId,
        source: { source_type: 'HUMAN', source_id: await readerName() },
        feedback: { value },
        ...(rationale !== '' && { rationale }),
        ...(spanId !== undefined && { span_id: spanId }),
        ...(overrides !== undefined && { overrides })
      };
      const path = assessments(traceId);
      const body = { assessment };
      return assessmentIn(await requests.ask({ path, method: 'POST', body }));
    },
    updateFeedback: async (traceId, assessmentId, { value, rationale }) => {
      const answer = await requests.ask({
        path: `${assessments(traceId)}/${encodeURIComponent(assessmentId)}`,
        method: 'PATCH',
        body: {
          assessment: {
            assessment_id: assessmentId,
            trace_id: traceId,
            feedback: { value },
            rationale
          },
          update_mask: 'feedback,rationale'
        }
      });
      return assessmentIn(answer);
    },
    deleteAssessment: async (traceId, assessmentId) => {
      await requests.ask({
        path: `${assessments(traceId)}/${encodeURIComponent(assessmentId)}`,
        method: 'DELETE'
      });
    }
  };
}

function tags(traceId: string): string {
  return `${traceAddress(traceId)}/tags`;
}

function assessments(traceId: string): string {
  return `${traceAddress(traceId)}/assessments`;
}
