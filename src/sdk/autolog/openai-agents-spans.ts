import { nearestParent } from '../recording/active-span';
import { isTracingOn } from '../recording/ambient';
import type { LiveSpan } from '../recording/live-span';
import { SpanType } from '../recording/span-type';
import { shared } from '../state';
import { INTERRUPTED } from './event-stream';
import type { AutologSettings } from './integration';
import { LibraryCall, type CallResult } from './library-call';
import {
  callOfSpan,
  errorOf,
  finalOutput,
  resultOfSpan
} from './openai-agents-wire';
import { isObject, valueAt } from './patch';
import { noteSession } from './session';
import { resultOf } from './stainless';

/** A span or trace of the SDK that goes on; what is not shown has the call of what is above. */
type Open = { readonly call: LibraryCall; readonly isShown: boolean };

/** By the SDK's ids, of spans and traces. */
const open = new Map<unknown, Open>();

/** Calls of `run`, by their spans. */
const runs = new WeakMap<LiveSpan, LibraryCall>();

/** What runs that stream have given already, and whose they are. */
const streams = new WeakMap<LibraryCall, object>();
const streamed = new WeakMap<object, LibraryCall>();

/** Results of runs that stream which are over. */
const over = new WeakSet();

/** The span of ours that stands for a span of the SDK, or for the trace that is without one. */
export function spanOfAgents(
  span: unknown,
  trace: unknown
): LiveSpan | undefined {
  const found =
    open.get(valueAt(span, 'spanId')) ?? open.get(valueAt(trace, 'traceId'));
  return found?.call.scope.span;
}

/** Notes a call of `run`, whose trace and task are one with it. */
export function noteRun(call: LibraryCall): void {
  runs.set(call.scope.span, call);
}

/** Begins the span of a trace; that of a run is the run's. */
export function startAgentTrace(
  trace: unknown,
  settings: AutologSettings
): void {
  const id = valueAt(trace, 'traceId');
  const run = runThatStarts();
  if (open.has(id) || !isOn(settings)) {
    return;
  }
  const call = run ?? new LibraryCall(callOfTrace(trace), settings);
  noteSession(call.scope.span, valueAt(trace, 'groupId'));
  open.set(id, { call, isShown: run === undefined });
}

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
  const hidden = hiddenCall(valueAt(span, 'spanData', 'type'), above?.call);
  const call =
    hidden ??
    new LibraryCall(
      {
        ...callOfSpan(valueAt(span, 'spanData')),
        parent: nearestParent(above?.call.scope.span)
      },
      settings
    );
  open.set(id, { call, isShown: hidden === undefined });
}

/** A span that says no more than one around it: one for the whole run, one for each turn of its loop. */
function hiddenCall(
  type: unknown,
  above: LibraryCall | undefined
): LibraryCall | undefined {
  switch (type) {
    case 'task':
      return runThatStarts() ?? above;
    case 'turn':
      return above;
    default:
      return undefined;
  }
}

export function endAgentSpan(span: unknown): void {
  const data = valueAt(span, 'spanData');
  const error = errorOf(valueAt(span, 'error'));
  finish(valueAt(span, 'spanId'), () => resultOfSpan(data), error);
}

/** The run whose code runs now, and nothing that it made. */
function runThatStarts(): LibraryCall | undefined {
  const span = shared.context.getStore()?.span;
  return span && runs.get(span);
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
  const { call, isShown } = found;
  if (!isShown) {
    endStream(call);
  } else if (error === undefined) {
    call.succeed(resultOf(read));
  } else {
    call.fail(error, resultOf(read));
  }
}

/** Leaves a run open that streams, until its result is over and nothing that stands for the run goes on. */
export function leaveOpen(call: LibraryCall, result: object): void {
  streams.set(call, result);
  streamed.set(result, call);
  endStream(call);
}

/** A run that streams is over: all was said, it failed, or its reader had enough. */
export function endAgentStream(result: unknown): void {
  if (!isObject(result)) {
    return;
  }
  over.add(result);
  const call = streamed.get(result);
  if (call !== undefined) {
    endStream(call);
  }
}

function isWithin(call: LibraryCall): boolean {
  return [...open.values()].some(one => one.call === call);
}

function endStream(call: LibraryCall): void {
  const result = streams.get(call);
  if (result === undefined || !over.has(result) || isWithin(call)) {
    return;
  }
  const error = valueAt(result, 'error');
  const outputs = finalOutput(result);
  if (error !== null && error !== undefined) {
    call.fail(error, { outputs });
  } else {
    call.succeed({
      outputs,
      ...(valueAt(result, 'cancelled') === true && {
        attributes: { [INTERRUPTED]: true }
      })
    });
  }
}
