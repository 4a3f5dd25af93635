import { setImmediate } from 'node:timers';
import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shared } from '../state';
import type { AutologSettings } from './integration';
import { LibraryCall, type CallResult } from './library-call';
import { resultOfStep, stepOf, usageOfMastra } from './mastra-wire';
import { MastraTracker } from './mastra-tracker';
import { runInCall } from './method-call';
import { isObject, valueAt } from './patch';
import { textAt } from './read';

/** What kinds of Mastra's spans are shown; all others are steps of its own machinery. */
const TYPES: ReadonlyMap<unknown, SpanType> = new Map([
  ['agent_run', SpanType.AGENT],
  ['model_step', SpanType.CHAT_MODEL],
  ['tool_call', SpanType.TOOL],
  ['mcp_tool_call', SpanType.TOOL],
  ['workflow_run', SpanType.CHAIN],
  ['workflow_step', SpanType.CHAIN]
]);

/** The bit that says of a workflow that Mastra made it for itself. */
const INTERNAL_WORKFLOW = 1;

/** One call of the program's: how it is recorded, and what of it is under way. */
type Recorded = {
  readonly settings: AutologSettings;
  readonly open: Map<LibraryCall, CallResult>;
  /** A part of it failed, and who has the error may not tell. */
  readonly failLater: () => void;
};

/** What Mastra gives its first span of a call to hang under; nothing itself. */
export class MastraRoot {
  readonly isValid = false;
  /** What the program got, once it is there; says what became of a stream. */
  output: unknown;
  private readonly _recorded: Recorded;

  constructor(settings: AutologSettings) {
    this._recorded = {
      settings,
      open: new Map(),
      failLater: () =>
        setImmediate(() => {
          this._failQuietly();
        })
    };
  }

  createChildSpan(options: unknown): MastraSpan {
    return new MastraSpan(options, undefined, this._recorded);
  }

  /** The call threw, of which versions before 1 do not tell their spans. */
  fail(error: unknown): void {
    for (const [call, partial] of [...this._recorded.open].reverse()) {
      call.fail(error, partial);
    }
    this._recorded.open.clear();
  }

  /** Nor do they tell of a stream that broke off: its output does. */
  private _failQuietly(): void {
    const error = valueAt(this.output, 'error');
    if (error !== undefined) {
      this.fail(error);
    }
  }
}

/**
 * A span as Mastra makes, ends and hands them on, recorded as one of ours. One that is not shown stands for the shown one
 * above it.
 */
export class MastraSpan {
  readonly name: string;
  readonly type: unknown;
  readonly parent: MastraSpan | undefined;
  readonly attributes: unknown;
  readonly metadata: unknown;
  readonly input: unknown;
  /** Not one of Mastra's own, so that its results do not name it. */
  readonly isValid = false;
  readonly isInternal: boolean;
  readonly isEvent = false;
  readonly id: string;
  readonly traceId: string;
  readonly tracingPolicy: unknown;
  private readonly _recorded: Recorded;
  private readonly _call: LibraryCall | undefined;

  constructor(
    options: unknown,
    parent: MastraSpan | undefined,
    recorded: Recorded
  ) {
    this.name = textAt(options, 'name');
    this.type = valueAt(options, 'type');
    this.attributes = valueAt(options, 'attributes');
    this.metadata = valueAt(options, 'metadata');
    this.input = valueAt(options, 'input');
    this.parent = parent;
    this.tracingPolicy =
      valueAt(options, 'tracingPolicy') ?? parent?.tracingPolicy;
    this.isInternal = isInternal(this.type, this.tracingPolicy);
    this._recorded = recorded;
    this._call = this._begin();
    const { spanId = '', traceId = '' } = this._shown()?.scope.span ?? {};
    this.id = spanId;
    this.traceId = traceId;
  }

  private _begin(): LibraryCall | undefined {
    const spanType = TYPES.get(this.type);
    if (spanType === undefined || this.isInternal) {
      return undefined;
    }
    const isModel = spanType === SpanType.CHAT_MODEL;
    const call = new LibraryCall(
      {
        name: isModel ? 'chat' : nameIn(this.name),
        spanType,
        inputs: isModel ? undefined : this.input,
        attributes: isModel ? {} : membersOf(this.attributes),
        secrets: [],
        parent: this._above()?.scope.span
      },
      this._recorded.settings
    );
    this._recorded.open.set(call, {});
    if (spanType === SpanType.TOOL || this.type === 'workflow_step') {
      // Versions before 1 do not run what a span is about within it.
      shared.context.enterWith(call.scope);
    }
    return call;
  }

  /** What this hangs under: a tool is called by the agent and not by the answer that asked for it. */
  private _above(): LibraryCall | undefined {
    return this.parent?.type === 'model_step'
      ? this.parent._above()
      : this.parent?._shown();
  }

  private _shown(): LibraryCall | undefined {
    return this._call ?? this.parent?._shown();
  }

  get isRootSpan(): boolean {
    return this.parent === undefined;
  }

  createChildSpan(options: unknown): MastraSpan {
    return new MastraSpan(options, this, this._recorded);
  }

  createEventSpan(): MastraSpan {
    return new MastraSpan({ type: 'event' }, this, this._recorded);
  }

  createTracker(): MastraTracker {
    return new MastraTracker(this);
  }

  end(options?: unknown): void {
    if (this._call === undefined) {
      return;
    }
    if (valueAt(options, 'attributes', 'finishReason') === 'error') {
      // Ended by whoever has the error.
      this._recorded.open.set(this._call, this._result(options));
      this._recorded.failLater();
    } else {
      this._recorded.open.delete(this._call);
      this._call.succeed(this._result(options));
    }
  }

  endTree(options?: unknown): void {
    this.end(options);
  }

  error(options: unknown): void {
    if (this._call !== undefined) {
      this._recorded.open.delete(this._call);
      this._call.fail(valueAt(options, 'error'), this._result(options));
    } else if (this.type === 'model_generation') {
      this._failStep(valueAt(options, 'error'));
    }
  }

  /** A model that refuses has begun no step in versions before 1. */
  private _failStep(error: unknown): void {
    this.createChildSpan({ type: 'model_step' }).error({ error });
  }

  private _result(options: unknown): CallResult {
    if (this.type === 'model_step') {
      return stepOf(options, {
        step: this.input,
        generation: this.parent?.input,
        model: this.parent?.attributes
      });
    }
    const output = valueAt(options, 'output');
    const usage = usageOfMastra(valueAt(options, 'attributes', 'usage'));
    return {
      outputs: this.type === 'agent_run' ? resultOfStep(output) : output,
      attributes: usage && { [AttributeKey.tokenUsage]: usage }
    };
  }

  update(): void {
    // What changes is told again at the end.
  }

  getParentSpanId(): string | undefined {
    return this.parent?.id;
  }

  findParent(type: unknown): MastraSpan | undefined {
    return this.parent?.type === type
      ? this.parent
      : this.parent?.findParent(type);
  }

  exportSpan(): undefined {
    return undefined;
  }

  executeInContext<T>(run: () => T): T {
    const shown = this._shown();
    // Within a shown span run a dozen that are not, each of which would enter its context anew.
    const isWithin =
      this._call === undefined && shared.context.getStore() === shown?.scope;
    return shown === undefined || isWithin ? run() : runInCall(shown, run);
  }

  executeInContextSync<T>(run: () => T): T {
    return this.executeInContext(run);
  }
}

function isInternal(type: unknown, policy: unknown): boolean {
  const bits = Number(valueAt(policy, 'internal') ?? 0);
  return (
    String(type).startsWith('workflow') && (bits & INTERNAL_WORKFLOW) !== 0
  );
}

/** Mastra's names say the type too: `tool: 'get_weather'`. */
function nameIn(name: string): string {
  return /'(.+)'/.exec(name)?.[1] ?? name;
}

function membersOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? Object.fromEntries(Object.entries(value)) : {};
}
