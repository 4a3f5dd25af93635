import { AsyncLocalStorage } from 'node:async_hooks';
import type { AutologState } from './autolog/namespace';
import type { ExperimentChoice } from './config/experiment-choice';
import type { TrackingSettings } from './config/tracking';
import type { DiagnosticHandler } from './diag';
import type { Run } from './client/runs';
import type { TraceDisplay } from './display/trace-display';
import type { Ambient } from './recording/ambient';
import type { TraceSink } from './recording/trace-sink';
import type { TraceObserver } from './recording/types';
import type { TraceRecorder } from './recording/trace-recorder';
import type { LiveSpan } from './recording/live-span';
import type { SpanProcessor } from './recording/span-processors';

/** What flows along async calls: the span that new spans hang under. Frames are never changed, only replaced. */
export type ContextFrame = {
  readonly span: LiveSpan;
};

/**
 * What every copy of the SDK in one process shares: `require` and `import` of the package give two copies of the
 * code, and a notebook must still have one trace context, one queue and one display.
 */
export type SharedState = {
  readonly context: AsyncLocalStorage<ContextFrame | undefined>;
  /** Ask libraries which of their spans runs in this async context; see `activeSpan`. */
  readonly contexts: Set<() => LiveSpan | undefined>;
  /** The scope of `tracing.context` or `withRun` that the code runs in. */
  readonly ambient: AsyncLocalStorage<Ambient | undefined>;
  /** Runs of `startRun` that go on, the innermost last. */
  readonly runs: Run[];
  readonly observers: Set<TraceObserver>;
  /** Undefined outside a notebook. */
  display: TraceDisplay | undefined;
  /** Traces whose root or other spans are running, oldest first, by MLflow trace id. */
  readonly openTraces: Map<string, TraceRecorder>;
  /** Spans of `startSpan` that run outside any callback, oldest first; `updateCurrentTrace` looks here last. */
  readonly detachedSpans: Set<LiveSpan>;
  readonly reportedCauses: Set<string>;
  diagnosticHandler: DiagnosticHandler | undefined;
  /** True when spans could not be ended for want of stack: to be done where there is room, see `repairSpans`. */
  needsRepair: boolean;
  /** Traced functions on the stack now, the outermost one 1. */
  depth: number;
  isEnabled: boolean;
  isNotebookDisplayEnabled: boolean;
  lastTraceId: string | undefined;
  /** The same, of the traces that started outside any scope. */
  lastUnscopedTraceId: string | undefined;
  settings: TrackingSettings;
  /** The experiment of `tracing.setDestination`. */
  destination: ExperimentChoice | undefined;
  /** The one that was set for an async context only; goes before it. */
  localDestination: AsyncLocalStorage<ExperimentChoice | undefined>;
  /** Called with each span before it ends, in order. */
  spanProcessors: readonly SpanProcessor[];
  sink: TraceSink | undefined;
  /** Auto tracing by library. */
  readonly autolog: Map<string, AutologState>;
};

/** The number is raised when `SharedState` changes incompatibly; two such versions then work side by side. */
const KEY = Symbol.for('spanbook.state.v1');

/** The shared state; made by the first copy that is loaded. */
export const shared: SharedState = obtain();

function obtain(): SharedState {
  const known: unknown = Reflect.get(globalThis, KEY);
  // Under our own symbol stands only what another copy of this file put there.
  const state = (known as SharedState | undefined) ?? create();
  Reflect.set(globalThis, KEY, state);
  return state;
}

function create(): SharedState {
  return {
    context: new AsyncLocalStorage(),
    contexts: new Set(),
    ambient: new AsyncLocalStorage(),
    runs: [],
    observers: new Set(),
    display: undefined,
    openTraces: new Map(),
    detachedSpans: new Set(),
    reportedCauses: new Set(),
    diagnosticHandler: undefined,
    needsRepair: false,
    depth: 0,
    isEnabled: true,
    isNotebookDisplayEnabled: true,
    lastTraceId: undefined,
    lastUnscopedTraceId: undefined,
    settings: {},
    destination: undefined,
    localDestination: new AsyncLocalStorage(),
    spanProcessors: [],
    sink: undefined,
    autolog: new Map()
  };
}
