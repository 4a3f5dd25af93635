import { isList, isObject, type Unknown } from '../bundle/read-json';
import type { TraceSearch } from '../bundle/types';
import type { FeedbackValue } from '../view/host';
import type { Call } from './messages';

/** The call that a part of a message is, without what it has besides; undefined for anything else. */
export function callIn(call: Unknown): Call | undefined {
  const { method, traceId, traceIds, search, count } = call;
  if (method === 'getInfos') {
    return isList(traceIds) &&
      traceIds.length <= MAX_TRACES &&
      traceIds.every(isId)
      ? { method, traceIds }
      : undefined;
  }
  if (method === 'nextPage') {
    const next = isObject(search) ? searchIn(search) : undefined;
    const isCount =
      typeof count === 'number' && count >= 1 && count <= MAX_TRACES;
    return next && isCount ? { method, search: next, count } : undefined;
  }
  return isId(traceId) ? callOfTrace(traceId, call) : undefined;
}

function callOfTrace(traceId: string, call: Unknown): Call | undefined {
  const { method, attachmentId, assessmentId, key, value } = call;
  switch (method) {
    case 'getTrace':
    case 'getInfo':
      return { method, traceId };
    case 'getAttachment':
      return isId(attachmentId) ? { method, traceId, attachmentId } : undefined;
    case 'setTag':
      return isText(key) && isText(value)
        ? { method, traceId, key, value }
        : undefined;
    case 'deleteTag':
      return isText(key) ? { method, traceId, key } : undefined;
    case 'deleteAssessment':
      return isId(assessmentId) ? { method, traceId, assessmentId } : undefined;
    case 'logFeedback':
    case 'updateFeedback':
      return feedbackCall(traceId, call);
    default:
      return undefined;
  }
}

function feedbackCall(
  traceId: string,
  { method, assessmentId, feedback, change }: Unknown
): Call | undefined {
  const given = isObject(feedback) ? feedback : isObject(change) ? change : {};
  const { name, value, rationale, spanId, overrides } = given;
  if (!isFeedbackValue(value) || !isText(rationale)) {
    return undefined;
  }
  if (method === 'updateFeedback') {
    return isId(assessmentId)
      ? { method, traceId, assessmentId, change: { value, rationale } }
      : undefined;
  }
  const about = {
    ...(isId(spanId) && { spanId }),
    ...(isId(overrides) && { overrides })
  };
  return isText(name)
    ? {
        method: 'logFeedback',
        traceId,
        feedback: { name, value, rationale, ...about }
      }
    : undefined;
}

function searchIn(search: Unknown): TraceSearch | undefined {
  const { experimentIds, filter, orderBy, pageToken } = search;
  return isTexts(experimentIds) && isText(pageToken)
    ? {
        experimentIds,
        pageToken,
        ...(isText(filter) && { filter }),
        ...(isTexts(orderBy) && { orderBy })
      }
    : undefined;
}

/** MLflow gives no longer pages. */
const MAX_TRACES = 500;

/** Longer than any tag or comment that MLflow stores. */
const MAX_CHARACTERS = 100_000;

/** What stands in an address as one step of it: `..` would lead to another one. */
const ID = /^(?!\.{1,2}$)[^\s/\\?#]{1,500}$/;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_CHARACTERS;
}

function isTexts(value: unknown): value is readonly string[] {
  return isList(value) && value.length <= MAX_TRACES && value.every(isText);
}

function isFeedbackValue(value: unknown): value is FeedbackValue {
  return (
    typeof value === 'boolean' ||
    isText(value) ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}
