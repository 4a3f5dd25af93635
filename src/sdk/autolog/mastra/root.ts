import { setImmediate } from 'node:timers';
import { INTERRUPTED } from '../calls/event-stream';
import type { AutologSettings } from '../integration';
import type { CallResult, LibraryCall } from '../calls/library-call';
import { MastraSpan } from './spans';
import { valueAt } from '../patching/patch';

/** What Mastra gives its first span of a call of the program's to hang under, itself no span: how the call is recorded. */
export class MastraRoot {
  readonly isValid = false;
  readonly settings: AutologSettings;
  /** What the models say comes to the program as they say it. */
  readonly isStreamed: boolean;
  /** What is under way, with what came of it before it broke off. */
  readonly open = new Map<LibraryCall, CallResult>();
  /** What the program got, once it is there; says what became of a stream. */
  output: unknown;

  private readonly _signal: unknown;

  /** @param signal by which the program may abort the call */
  constructor(
    settings: AutologSettings,
    {
      isStreamed = false,
      signal
    }: { isStreamed?: boolean; signal?: unknown } = {}
  ) {
    this.settings = settings;
    this.isStreamed = isStreamed;
    this._signal = signal;
  }

  createChildSpan(options: unknown): MastraSpan {
    return new MastraSpan(options, undefined, this);
  }

  /** The call threw, of which versions before 1 do not tell their spans. */
  fail(error: unknown): void {
    for (const [call, partial] of [...this.open].reverse()) {
      call.fail(error, partial);
    }
    this.open.clear();
  }

  /** A part failed, and who has the error may not tell: in versions before 1 the output does. */
  failLater(): void {
    setImmediate(() => {
      const error = valueAt(this.output, 'error');
      if (error !== undefined) {
        this.fail(error);
      }
    });
  }

  /** Ends all when the program aborts the run while `call` goes on, of which versions before 1 tell nothing. */
  endWithSignal(call: LibraryCall): void {
    const signal = this._signal;
    if (!(signal instanceof AbortSignal)) {
      return;
    }
    const end = (): void => {
      setImmediate(() => {
        this._interrupt();
      });
    };
    signal.addEventListener('abort', end, { once: true });
    call.beforeEnd(() => {
      signal.removeEventListener('abort', end);
    });
  }

  private _interrupt(): void {
    for (const [call, partial] of [...this.open].reverse()) {
      call.succeed({ ...partial, attributes: { [INTERRUPTED]: true } });
    }
    this.open.clear();
  }
}
