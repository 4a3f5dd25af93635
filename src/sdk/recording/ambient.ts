import type { Run } from '../client/runs';
import type { ExperimentChoice } from '../config/experiment-choice';
import { shared } from '../state';

type Texts = Readonly<Record<string, string>>;

/**
 * What holds for the traces that start within a scope of `tracing.context` or `withRun`. An inner scope holds what the
 * outer ones say and it does not.
 */
export type Ambient = {
  readonly outer: Ambient | undefined;
  readonly tags: Texts;
  readonly metadata: Texts;
  readonly isEnabled: boolean;
  readonly run: Run | undefined;
  /** The trace whose root span ended last, of those that started in the scope. */
  lastTraceId: string | undefined;
  /** Of `tracing.setDestination` for the context, called within the scope. */
  destination: ExperimentChoice | undefined;
};

/** What a scope adds to the one around it. */
export type AmbientChange = {
  readonly tags?: Texts | undefined;
  readonly metadata?: Texts | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly run?: Run | undefined;
};

/** Runs `fn`, and what it starts, in a scope within the present one. */
export function runInScope<T>(change: AmbientChange, fn: () => T): T {
  const outer = shared.ambient.getStore();
  const ambient: Ambient = {
    outer,
    tags: { ...outer?.tags, ...change.tags },
    metadata: { ...outer?.metadata, ...change.metadata },
    isEnabled: change.isEnabled ?? outer?.isEnabled ?? true,
    run: change.run ?? outer?.run,
    lastTraceId: undefined,
    destination: undefined
  };
  return shared.ambient.run(ambient, fn);
}

/** True unless tracing is off, for all or for this scope. */
export function isTracingOn(): boolean {
  return shared.isEnabled && shared.ambient.getStore()?.isEnabled !== false;
}

/** The run that traces are linked to now: of the scope, else the process-wide one. */
export function currentRun(): Run | undefined {
  return shared.ambient.getStore()?.run ?? shared.runs.at(-1);
}

/** Called when the root span of a trace ends, with the scope in which the trace started. */
export function rememberLastTrace(
  traceId: string,
  ambient: Ambient | undefined
): void {
  shared.lastTraceId = traceId;
  if (ambient === undefined) {
    shared.lastUnscopedTraceId = traceId;
  }
  for (let scope = ambient; scope !== undefined; scope = scope.outer) {
    scope.lastTraceId = traceId;
  }
}
