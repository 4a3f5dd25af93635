import { isTracingOn } from '../recording/ambient';
import type { Callee } from '../api/traced-call';
import { SpanType } from '../recording/span-type';
import { shared } from '../state';
import { AgentRun, endAgentStream, noteAgentItem } from './openai-agents/runs';
import {
  endAgentSpan,
  endAgentTrace,
  endWithState,
  spanOfAgents,
  startAgentSpan,
  startAgentTrace
} from './openai-agents/spans';
import type { AutologSettings, Integration } from './integration';
import { LibraryCall } from './calls/library-call';
import { runInCall } from './calls/method-call';
import { finalOutput } from './openai-agents/wire';
import { isObject, replaceMethod, valueAt, type Undo } from './patching/patch';

/**
 * OpenAI's Agents SDK. A run is a call of `Runner.run`; what happens in it, the SDK records itself, for OpenAI's own
 * dashboard, and we record the same. Its processors are left alone.
 */
export const openaiAgents: Integration = {
  name: 'openaiAgents',
  modules: ['@openai/agents', '@openai/agents-core'],
  // A second copy would send to OpenAI again what the program has told the first to keep.
  isOneCopy: true,
  patch: (subject, settings) => {
    const runner = valueAt(subject, 'Runner', 'prototype');
    if (typeof valueAt(runner, 'run') !== 'function') {
      return undefined;
    }
    const undoRun = replaceMethod(runner, 'run', original =>
      tracedRun(original, settings)
    );
    // What is patched already has its account too.
    return undoRun === undefined
      ? []
      : [undoRun, ...patchSpans(subject, settings), accountOf(subject)];
  }
};

function patchSpans(
  subject: unknown,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  const span = valueAt(subject, 'Span', 'prototype');
  const trace = valueAt(subject, 'Trace', 'prototype');
  const streamed = valueAt(subject, 'StreamedRunResult', 'prototype');
  const noted = (
    owner: unknown,
    name: string,
    note: (self: unknown, now: AutologSettings) => void
  ): Undo | undefined =>
    replaceMethod(owner, name, original =>
      before(original, self => {
        note(self, settings());
      })
    );
  return [
    noted(span, 'start', startAgentSpan),
    noted(span, 'end', endAgentSpan),
    noted(trace, 'start', startAgentTrace),
    noted(trace, 'end', endAgentTrace),
    replaceMethod(streamed, '_addItem', original =>
      before(original, noteAgentItem)
    ),
    // The trace of a run that streams ends when the stream begins, in older versions.
    ...['_done', '_raiseError'].map(name =>
      replaceMethod(streamed, name, original =>
        after(original, result => {
          endAgentStream(result);
          endWithState(result);
        })
      )
    )
  ];
}

/** The spans and traces of the SDK that are not recorded override these methods, and so never come here. */
function before(
  original: Callee,
  note: (self: unknown, first: unknown) => void
): Callee {
  return function noted(this: unknown, ...args: unknown[]): unknown {
    note(this, args[0]);
    return Reflect.apply(original, this, args);
  };
}

function after(original: Callee, note: (self: unknown) => void): Callee {
  return function noted(this: unknown, ...args: unknown[]): unknown {
    const given: unknown = Reflect.apply(original, this, args);
    note(this);
    return given;
  };
}

/** The SDK knows itself which of its spans runs. */
function accountOf(subject: unknown): Undo {
  const find = (): ReturnType<typeof spanOfAgents> =>
    spanOfAgents(
      currentOf(subject, 'getCurrentSpan'),
      currentOf(subject, 'getCurrentTrace')
    );
  shared.contexts.add(find);
  return () => shared.contexts.delete(find);
}

function currentOf(subject: unknown, name: string): unknown {
  const find = valueAt(subject, name);
  if (typeof find !== 'function') {
    return undefined;
  }
  const found: unknown = Reflect.apply(find, undefined, []);
  return found;
}

function tracedRun(original: Callee, settings: () => AutologSettings): Callee {
  return function run(this: unknown, ...args: unknown[]): unknown {
    const now = settings();
    return now.logTraces && isTracingOn()
      ? recordedRun(
          (): unknown => Reflect.apply(original, this, args),
          callOf(args, now)
        )
      : Reflect.apply(original, this, args);
  };
}

function callOf(
  [agent, input, options]: readonly unknown[],
  settings: AutologSettings
): LibraryCall {
  const isStreamed = valueAt(options, 'stream') === true;
  const turns = valueAt(options, 'maxTurns');
  return new LibraryCall(
    {
      name: isStreamed ? 'AgentRunner.run_streamed' : 'AgentRunner.run',
      spanType: SpanType.AGENT,
      // A run that is taken up again comes with its whole state.
      inputs: typeof input === 'string' || Array.isArray(input) ? input : null,
      attributes: {
        agent: valueAt(agent, 'name'),
        ...(turns !== undefined && { max_turns: turns })
      },
      secrets: []
    },
    settings
  );
}

function recordedRun(run: () => unknown, recording: LibraryCall): unknown {
  const agentRun = new AgentRun(recording);
  const given = runInCall(recording, run);
  return given instanceof Promise
    ? given.then(
        (result: unknown) => {
          recordResult(result, agentRun);
          return result;
        },
        (error: unknown) => {
          recording.fail(error);
          throw error;
        }
      )
    : given;
}

/** A run that streams goes on when its result is there; the result is told when it is over. */
function recordResult(result: unknown, run: AgentRun): void {
  if (isObject(result) && typeof valueAt(result, '_done') === 'function') {
    run.leaveOpen(result);
  } else {
    run.call.succeed({ outputs: finalOutput(result) });
    endWithState(result);
  }
}
