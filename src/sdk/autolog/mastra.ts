import type { Callee } from '../api/traced-call';
import { isTracingOn } from '../recording/ambient';
import type { AutologSettings, Integration } from './integration';
import { MastraRoot } from './mastra/root';
import { isObject, replaceMethod, valueAt, type Undo } from './patching/patch';

/** Methods of an agent, which take their options second. */
const OF_AGENTS = ['generate', 'stream', 'generateLegacy', 'streamLegacy'];

/** Methods of a workflow's run, which take all that they take as one object. */
const OF_RUNS = ['start', 'stream', 'resume'];

/**
 * Mastra. Whoever calls an agent or a workflow may hand in the span that the call is to hang under, and Mastra makes its
 * own under that: we hand in one that records. Calls of a program that traces with Mastra's own means are left alone.
 */
export const mastra: Integration = {
  name: 'mastra',
  modules: ['@mastra/core/agent'],
  alongside: ['@mastra/core/workflows'],
  patch: (subject, settings) => {
    const agent = ownerIn(subject, 'Agent', OF_AGENTS[0]);
    const run = ownerIn(subject, 'Run', OF_RUNS[0]);
    return agent === undefined && run === undefined
      ? undefined
      : [
          ...OF_AGENTS.map(name => patchCall(agent, name, 1, settings)),
          ...OF_RUNS.map(name => patchCall(run, name, 0, settings))
        ];
  }
};

/** The prototype of a class that a module exports, or that is handed in itself, or an object of it. */
function ownerIn(subject: unknown, name: string, method = ''): unknown {
  return [
    valueAt(subject, name, 'prototype'),
    ...[valueAt(subject, 'prototype'), subject].filter(
      one => valueAt(one, 'constructor', 'name') === name
    )
  ].find(owner => typeof valueAt(owner, method) === 'function');
}

/** @param at where among the arguments the options stand. */
function patchCall(
  owner: unknown,
  name: string,
  at: number,
  settings: () => AutologSettings
): Undo | undefined {
  return replaceMethod(owner, name, original =>
    withSpan(original, { at, isStreamed: name.startsWith('stream') }, settings)
  );
}

function withSpan(
  original: Callee,
  { at, isStreamed }: { readonly at: number; readonly isStreamed: boolean },
  settings: () => AutologSettings
): Callee {
  return function traced(this: unknown, ...args: unknown[]): unknown {
    const now = settings();
    const given = args[at];
    const isFree = given === undefined || isObject(given);
    if (!(now.logTraces && isTracingOn()) || !isFree || isTraced(this, given)) {
      return Reflect.apply(original, this, args);
    }
    const root = new MastraRoot(now, {
      isStreamed,
      signal: valueAt(given, 'abortSignal')
    });
    const traced = [...args];
    traced[at] = { ...given, tracingContext: { currentSpan: root } };
    return followed(Reflect.apply(original, this, traced), root);
  };
}

function followed(answer: unknown, root: MastraRoot): unknown {
  return answer instanceof Promise
    ? answer.then(
        (output: unknown) => {
          root.output = output;
          return output;
        },
        (error: unknown) => {
          root.fail(error);
          throw error;
        }
      )
    : answer;
}

/** True within a call that is traced already, by us or by Mastra's own means. */
function isTraced(callee: unknown, options: unknown): boolean {
  if (isObject(valueAt(options, 'tracingContext', 'currentSpan'))) {
    return true;
  }
  const observability =
    valueAt(mastraOf(callee), 'observability') ??
    valueAt(callee, 'mastra', 'observability');
  const select = valueAt(observability, 'getDefaultInstance');
  return (
    typeof select === 'function' &&
    Reflect.apply(select, observability, []) !== undefined
  );
}

function mastraOf(callee: unknown): unknown {
  const get = valueAt(callee, 'getMastraInstance');
  return typeof get === 'function'
    ? (Reflect.apply(get, callee, []) as unknown)
    : undefined;
}
