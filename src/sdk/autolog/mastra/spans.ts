import { SpanType } from '../../recording/span-type';
import { shared } from '../../state';
import { LibraryCall, type CallResult } from '../calls/library-call';
import type { MastraRoot } from './root';
import { MastraTracker } from './tracker';
import { errorOf, resultOfSpan, stepOf, textSaid } from './wire';
import { runInCall } from '../calls/method-call';
import { isObject, valueAt } from '../patching/patch';
import { definedIn } from '../calls/members';
import { noteSession } from '../calls/session';

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
  private readonly _root: MastraRoot;
  private readonly _call: LibraryCall | undefined;
  /** What stands for this: its own, or that of the nearest one above that is shown. */
  private readonly _shown: LibraryCall | undefined;
  private _isAwaited: boolean;
  /** True once this, a generation, tells of its steps by a tracker. */
  private _isTracked = false;
  /** What a model of this agent had said when it was aborted. */
  private _said: string | undefined;

  constructor(
    options: unknown,
    parent: MastraSpan | undefined,
    root: MastraRoot
  ) {
    // A plain object of Mastra's own: a call of an agent makes dozens.
    const { name, type, attributes, metadata, input, tracingPolicy } =
      membersIn(options);
    this.name = typeof name === 'string' ? name : '';
    this.type = type;
    this.attributes = attributes;
    this.metadata = metadata;
    this.input = input;
    this.parent = parent;
    this.tracingPolicy = tracingPolicy ?? parent?.tracingPolicy;
    this.isInternal = isInternal(this.type, this.tracingPolicy);
    this._root = root;
    this._isAwaited = root.isStreamed;
    this._call = this._begin();
    this._shown = this._call ?? parent?._shown;
    if (this.type === 'model_chunk') {
      this.parent?.noteToken(); // versions before 1
    }
    const { spanId = '', traceId = '' } = this._shown?.scope.span ?? {};
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
        attributes: isModel ? {} : definedIn(this.attributes),
        secrets: [],
        parent: this._above()?.scope.span
      },
      this._root.settings
    );
    this._root.open.set(call, isModel ? { inputs: this.parent?.input } : {});
    noteSession(
      call.scope.span,
      valueAt(this.attributes, 'conversationId') ??
        valueAt(this.metadata, 'threadId')
    );
    if (isModel && this.parent?._isTracked === false) {
      this._root.endWithSignal(call);
    }
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
      : this.parent?._shown;
  }

  /** Something of the answer has come, which this is. */
  noteToken(): void {
    if (this._isAwaited) {
      this._isAwaited = false;
      this._call?.noteFirstToken();
    }
  }

  get isRootSpan(): boolean {
    return this.parent === undefined;
  }

  createChildSpan(options: unknown): MastraSpan {
    // A call of Mastra's makes twenty for its own machinery, which show nothing and need nothing of their own.
    return this.isInternal && this._isInternal(options)
      ? this
      : new MastraSpan(options, this, this._root);
  }

  private _isInternal(child: unknown): boolean {
    const { type, tracingPolicy } = membersIn(child);
    return isInternal(type, tracingPolicy ?? this.tracingPolicy);
  }

  createEventSpan(): MastraSpan {
    return new MastraSpan({ type: 'event' }, this, this._root);
  }

  createTracker(): MastraTracker {
    this._isTracked = true;
    return new MastraTracker(this);
  }

  end(options?: unknown): void {
    if (this._call === undefined) {
      return;
    }
    if (valueAt(options, 'attributes', 'finishReason') === 'error') {
      this._failLater(this._call, this._result(options));
    } else {
      this._root.open.delete(this._call);
      this._call.succeed(this._result(options));
    }
  }

  /** Whoever has the error ends it; nobody, when the agent is over. */
  private _failLater(call: LibraryCall, partial: CallResult): void {
    const { open } = this._root;
    open.set(call, partial);
    this._root.failLater();
    this._above()?.beforeEnd(() => {
      if (open.delete(call)) {
        call.fail(new Error('the answer broke off'), partial);
      }
    });
  }

  endTree(options?: unknown): void {
    this.end(options);
  }

  error(options: unknown): void {
    if (this._call !== undefined) {
      this._root.open.delete(this._call);
      this._call.fail(
        errorOf(valueAt(options, 'error')),
        this._result(options)
      );
    } else if (this.type === 'model_generation') {
      this._failStep(valueAt(options, 'error'));
    }
  }

  /** A model that refuses has begun no step in versions before 1. */
  private _failStep(error: unknown): void {
    this.createChildSpan({ type: 'model_step' }).error({ error });
  }

  private _result(options: unknown): CallResult {
    if (this.type !== 'model_step') {
      return resultOfSpan(this.type, options, this._said);
    }
    const agent = this.findParent('agent_run');
    if (agent !== undefined) {
      agent._said = textSaid(options);
    }
    return stepOf(options, {
      step: this.input,
      generation: this.parent?.input,
      model: this.parent?.attributes
    });
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
    const shown = this._shown;
    // Within a shown span run a dozen that are not, each of which would enter its context anew.
    const isWithin =
      this._call === undefined && shared.context.getStore() === shown?.scope;
    return shown === undefined || isWithin ? run() : runInCall(shown, run);
  }

  executeInContextSync<T>(run: () => T): T {
    return this.executeInContext(run);
  }
}

/** How a span begins, as Mastra says it. */
type Members = Partial<
  Record<
    'name' | 'type' | 'attributes' | 'metadata' | 'input' | 'tracingPolicy',
    unknown
  >
>;

function membersIn(options: unknown): Members {
  return isObject(options) ? options : {};
}

function isInternal(type: unknown, policy: unknown): boolean {
  const bits = policy === undefined ? 0 : Number(valueAt(policy, 'internal'));
  return (
    (bits & INTERNAL_WORKFLOW) !== 0 && String(type).startsWith('workflow')
  );
}

/** Mastra's names say the type too: `tool: 'get_weather'`. */
function nameIn(name: string): string {
  return /'(.+)'/.exec(name)?.[1] ?? name;
}
