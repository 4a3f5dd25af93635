import { nearestParent } from '../../recording/active-span';
import { isTracingOn } from '../../recording/ambient';
import type { LiveSpan } from '../../recording/live-span';
import { SpanType } from '../../recording/span-type';
import { whenDropped } from '../calls/dropped';
import { INTERRUPTED } from '../calls/event-stream';
import type { AutologSettings } from '../integration';
import { LibraryCall, type CallResult } from '../calls/library-call';
import { currentRun, type AgentRun } from './runs';
import { answerOf, callOfSpan, errorOf, isAnswer, resultOfSpan } from './wire';
import { isObject, valueAt } from '../patching/patch';
import { noteSession } from '../calls/session';
import { resultOf } from '../calls/stainless';

/** A span or trace of the SDK that goes on; what is not shown has the call of what is above. */
type Open = {
  readonly call: LibraryCall;
  readonly isShown: boolean;
  /** The run for which it stands. */
  readonly run?: AgentRun | undefined;
  /** The end is told, of which the SDK tells nothing when the function of a trace throws. */
  readonly isTold?: () => void;
};

/** By the SDK's ids, of spans and traces. */
const open = new Map<unknown, Open>();

/** Ends what the SDK tells no end of, once nobody can end it any more. */
function endWhenDropped(one: object, id: unknown, error?: Error): () => void {
  return whenDropped(one, () => {
    finish(id, () => ({}), error);
  });
}

/** The span of an agent that waits for an approval goes on in older versions, and is in the state that the program holds. */
export function endWithState(result: unknown): void {
  const span = valueAt(result, 'state', '_currentAgentSpan');
  const id = valueAt(span, 'spanId');
  if (isObject(span) && open.has(id)) {
    endWhenDropped(span, id);
  }
}

/** The span of ours that stands for a span of the SDK, or for the trace that is without one. */
export function spanOfAgents(
  span: unknown,
  trace: unknown
): LiveSpan | undefined {
  const found =
    open.get(valueAt(span, 'spanId')) ?? open.get(valueAt(trace, 'traceId'));
  return found?.call.scope.span;
}

/** Begins the span of a trace; that of a run is the run's. */
export function startAgentTrace(
  trace: unknown,
  settings: AutologSettings
): void {
  const id = valueAt(trace, 'traceId');
  const run = currentRun();
  if (open.has(id) || !isOn(settings)) {
    return;
  }
  const call = run?.call ?? new LibraryCall(callOfTrace(trace), settings);
  noteSession(call.scope.span, valueAt(trace, 'groupId'));
  run?.enter();
  const isShown = run === undefined && isObject(trace);
  open.set(id, {
    ...{ call, run, isShown },
    ...(isShown && { isTold: endWhenDropped(trace, id, LEFT) })
  });
}

/** The SDK ends a trace whose function has given something; there is no other that it leaves. */
const LEFT = errorOf({ message: 'its function threw' });

function callOfTrace(trace: unknown) {
  const name = valueAt(trace, 'name');
  return {
    name: typeof name === 'string' ? name : 'Agent workflow',
    spanType: SpanType.AGENT,
    inputs: undefined,
    attributes: { metadata: valueAt(trace, 'metadata') },
    secrets: []
  };
}

export function endAgentTrace(trace: unknown): void {
  finish(valueAt(trace, 'traceId'), () => ({}));
}

/** Begins the span of a span, under the one that the SDK names or under a function of the user's within that. */
export function startAgentSpan(span: unknown, settings: AutologSettings): void {
  const id = valueAt(span, 'spanId');
  if (open.has(id) || !isOn(settings)) {
    return;
  }
  const above =
    open.get(valueAt(span, 'parentId')) ?? open.get(valueAt(span, 'traceId'));
  const type = valueAt(span, 'spanData', 'type');
  const run = type === 'task' ? currentRun() : undefined;
  const hidden = run?.call ?? (isHidden(type) ? above?.call : undefined);
  const call =
    hidden ??
    new LibraryCall(
      {
        ...callOfSpan(valueAt(span, 'spanData')),
        parent: nearestParent(above?.call.scope.span)
      },
      settings
    );
  run?.enter();
  open.set(id, { call, run, isShown: hidden === undefined });
  if (isAnswer(type)) {
    currentRun()?.beginAnswer(call);
  }
}

/** True for a span that says no more than one around it: one for the whole run, one for each turn of its loop. */
function isHidden(type: unknown): boolean {
  return type === 'task' || type === 'turn';
}

export function endAgentSpan(span: unknown): void {
  const data = valueAt(span, 'spanData');
  const error = errorOf(valueAt(span, 'error'));
  const run = isAnswer(valueAt(data, 'type')) ? currentRun() : undefined;
  finish(
    valueAt(span, 'spanId'),
    () => withWhatCame(resultOfSpan(data), run),
    error
  );
}

/** The answer as it is, or as much of it as came before it broke off. */
function withWhatCame(
  result: CallResult,
  run: AgentRun | undefined
): CallResult {
  return run?.said === undefined || result.outputs !== undefined
    ? result
    : {
        ...result,
        outputs: [answerOf(run.said)],
        attributes: {
          ...result.attributes,
          ...(run.isLeft && { [INTERRUPTED]: true })
        }
      };
}

function isOn({ logTraces }: AutologSettings): boolean {
  return logTraces && isTracingOn();
}

function finish(id: unknown, read: () => CallResult, error?: Error): void {
  const found = open.get(id);
  open.delete(id);
  if (found === undefined) {
    return;
  }
  const { call, run, isShown, isTold } = found;
  isTold?.();
  run?.leave();
  if (!isShown) {
    return;
  }
  if (error === undefined) {
    call.succeed(resultOf(read));
  } else {
    call.fail(error, resultOf(read));
  }
}
