import { nearestParent } from '../../recording/active-span';
import type { SpanType } from '../../recording/span-type';
import type { AutologSettings } from '../integration';
import { LibraryCall, type CallResult } from '../calls/library-call';
import { partialAnswer } from './model';
import { INTERRUPTED } from '../calls/event-stream';
import { isObject, valueAt } from '../patching/patch';
import { noteSession } from '../calls/session';

/** What LangGraph marks so is its own doing, which LangSmith does not show either. */
const HIDDEN = 'langsmith:hidden';

/** A run that begins, by what LangChain says to its callbacks. */
export type RunStart = {
  readonly runId: string;
  readonly parentRunId: unknown;
  readonly name: string;
  readonly spanType: SpanType;
  readonly inputs: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly tags: unknown;
  readonly metadata: unknown;
  /** Of a run that is read as a stream. */
  readonly reader?: Reader | undefined;
};

/** Who reads a stream: he may abort it by this signal. */
export type Reader = { readonly signal: unknown };

type Run = {
  /** Undefined for a run that is not shown. */
  readonly call: LibraryCall | undefined;
  readonly parent: Run | undefined;
  readonly reader: Reader | undefined;
  /** True when nobody reads what comes of it any more. */
  isStopping: boolean;
};

/** The runs of LangChain that go on, by LangChain's ids. */
const runs = new Map<unknown, Run>();

/** The last runs whose reader went away: what goes on below them has nobody to be shown to. */
const left = new Set<unknown>();

/** More than begin below a stream after its end. */
const MAX_LEFT = 1000;

/** Begins the span of a run, under the run or the function that made it. */
export function startRun(start: RunStart, settings: AutologSettings): void {
  if (left.has(start.parentRunId)) {
    noteLeft(start.runId);
    return;
  }
  const parent = runs.get(start.parentRunId);
  const isHidden = Array.isArray(start.tags) && start.tags.includes(HIDDEN);
  const call = isHidden ? undefined : callOf(start, parent, settings);
  const { reader } = start;
  runs.set(start.runId, { call, parent, reader, isStopping: false });
}

function callOf(
  start: RunStart,
  parent: Run | undefined,
  settings: AutologSettings
): LibraryCall {
  const { name, spanType, inputs, attributes, metadata } = start;
  const call = new LibraryCall(
    {
      name,
      spanType,
      inputs,
      attributes: {
        ...attributes,
        ...(isObject(metadata) &&
          Object.keys(metadata).length > 0 && { metadata })
      },
      secrets: [],
      parent: nearestParent(shownCall(parent)?.scope.span),
      chunkEvent: token => ({ name: 'new_token', attributes: { token } })
    },
    settings
  );
  noteSession(call.scope.span, valueAt(metadata, 'thread_id'));
  return call;
}

function shownCall(run: Run | undefined): LibraryCall | undefined {
  return run && lineOf(run).find(({ call }) => call !== undefined)?.call;
}

/** The call whose span is the innermost one of a run that goes on. */
export function callOfRun(runId: unknown): LibraryCall | undefined {
  return shownCall(runs.get(runId));
}

/** A token of a model's answer. */
export function addToken(runId: unknown, token: unknown): void {
  runs.get(runId)?.call?.addChunk(token);
}

/** Ends the span of a run with what came of it. */
export function endRun(runId: unknown, result: CallResult): void {
  takeCall(runId)?.succeed(result);
}

/** Ends the span of a run with what it threw. */
export function failRun(runId: unknown, error: unknown): void {
  const run = runs.get(runId);
  const isStopping = run !== undefined && lineOf(run).some(stops);
  const call = takeCall(runId);
  if (isStopping) {
    interrupt(call);
  } else if (valueAt(error, 'is_bubble_up') === true) {
    // How a graph's node waits for a human, or hands over to the graph above: no error.
    call?.succeed({ outputs: { __interrupt__: valueAt(error, 'interrupts') } });
  } else {
    fail(call, error);
  }
}

function stops({ isStopping, reader }: Run): boolean {
  return isStopping || isAborted(reader?.signal);
}

/** True for what its reader called off; a time that is over is an error. */
function isAborted(signal: unknown): boolean {
  return (
    valueAt(signal, 'aborted') === true &&
    valueAt(signal, 'reason', 'name') !== 'TimeoutError'
  );
}

function takeCall(runId: unknown): LibraryCall | undefined {
  const call = runs.get(runId)?.call;
  runs.delete(runId);
  return call;
}

/** The reader of a run goes away: what fails of that is no error. */
export function stopRun(runId: unknown): void {
  const run = runs.get(runId);
  if (run !== undefined) {
    run.isStopping = true;
  }
}

/**
 * Ends a run whose reader has gone away, with all runs below: LangChain does not tell of their ends.
 *
 * @param error what the reader got, when it was more than his own wish.
 */
export function endRunsOf(runId: unknown, error?: unknown): void {
  const top = runs.get(runId);
  if (top === undefined) {
    return;
  }
  const isFailed = error !== undefined && !stops(top);
  for (const [id, run] of [...runs].reverse()) {
    if (lineOf(run).includes(top)) {
      const call = takeCall(id);
      noteLeft(id);
      if (isFailed) {
        fail(call, error);
      } else {
        interrupt(call);
      }
    }
  }
}

function noteLeft(runId: unknown): void {
  left.add(runId);
  const [oldest] = left;
  if (left.size > MAX_LEFT) {
    left.delete(oldest);
  }
}

function fail(call: LibraryCall | undefined, error: unknown): void {
  call?.fail(error, partialAnswer(call.chunks));
}

function interrupt(call: LibraryCall | undefined): void {
  call?.succeed({
    ...partialAnswer(call.chunks),
    attributes: { [INTERRUPTED]: true }
  });
}

/** A run and all above it. */
function lineOf(run: Run): readonly Run[] {
  const line: Run[] = [];
  for (let above: Run | undefined = run; above; above = above.parent) {
    line.push(above);
  }
  return line;
}
