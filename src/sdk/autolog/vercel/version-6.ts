import { isTracingOn } from '../../recording/ambient';
import type { Callee } from '../../api/traced-call';
import { shared } from '../../state';
import type { AutologSettings } from '../integration';
import { contextsOf } from '../patching/otel-contexts';
import { replaceMethod, valueAt, type Undo } from '../patching/patch';
import { followAttempt, seen } from './attempt';
import { Asking } from './version-6-asking';
import { Frame, frames, type Call } from './frames';
import { toolOf } from './version-7';
import { VercelOperation } from './operation';
import { resultOfOperation } from './wire';

/**
 * What version 6 of the AI SDK tells about `generateText` and `streamText`. It reads the listeners anew for each call,
 * and gives its events no id: each reading of `onStart`, which is the first, is a call.
 */
export function telemetry6(settings: () => AutologSettings): object {
  let current: Partial<Listeners> = {};
  let isVersion7 = false;
  // All are read at once; then they are the call's alone.
  const forgetSoon = (): void => {
    queueMicrotask(() => {
      current = {};
      isVersion7 = false;
    });
  };
  return {
    /** Version 7 alone reads it, and before the others: it copies each event for each listener that it finds. */
    get executeLanguageModelCall() {
      isVersion7 = true;
      forgetSoon();
      return undefined;
    },
    get onStart() {
      if (!isVersion7) {
        current = listenersOf(settings);
        forgetSoon();
      }
      return current.onStart;
    },
    get onStepStart() {
      return current.onStepStart;
    },
    get onToolCallStart() {
      return current.onToolCallStart;
    },
    get onToolCallFinish() {
      return current.onToolCallFinish;
    },
    get onFinish() {
      return current.onFinish;
    }
  };
}

type Listener = (event: unknown) => void;

type Listeners = Readonly<
  Record<
    | 'onStart'
    | 'onStepStart'
    | 'onToolCallStart'
    | 'onToolCallFinish'
    | 'onFinish',
    Listener
  >
>;

function listenersOf(settings: () => AutologSettings): Listeners {
  const asking = new Asking();
  let frame: Frame | undefined;
  const listeners: Listeners = {
    onStart: event => {
      const now = settings();
      // An event of version 7, should it read the listeners in another order, says what it is about itself.
      const isOurs = valueAt(event, 'callId') === undefined;
      if (isOurs && now.logTraces && isTracingOn()) {
        frame = asking.frameOfCall();
        const operation = new VercelOperation(asking.name, event, now);
        frame.call = {
          operation,
          maxRetries: Number(valueAt(event, 'maxRetries') ?? 0),
          isFollowed: false
        };
        watch(frame, frame.call);
        operation.interruptWhenDropped(listeners.onFinish);
      }
    },
    onStepStart: event => {
      if (frame?.call !== undefined) {
        frame.call.operation.beginStep(event);
        frames.enterWith(frame);
      }
    },
    onToolCallStart: event => {
      const id = String(valueAt(event, 'toolCall', 'toolCallId'));
      const tool = frame?.call?.operation.beginPart(id, toolOf(event));
      if (tool !== undefined) {
        // Awaited by the function that runs the tool next: it goes on with this as its context.
        shared.context.enterWith(tool.scope);
      }
    },
    onToolCallFinish: event => {
      const id = String(valueAt(event, 'toolCall', 'toolCallId'));
      const tool = frame?.call?.operation.takePart(id);
      if (valueAt(event, 'success') === false) {
        tool?.fail(valueAt(event, 'error'));
      } else {
        tool?.succeed({ outputs: valueAt(event, 'output') });
      }
    },
    onFinish: event => {
      frame?.call?.operation.succeed(() => resultOfOperation(event));
    }
  };
  return listeners;
}

/**
 * Version 6 has no event for what fails. All that may fail runs through `with` of OpenTelemetry's API, also where
 * nobody has registered OpenTelemetry: first the whole call, then, while a step is open, each attempt of its model.
 */
export function followCalls6(): readonly (Undo | undefined)[] {
  return contextsOf('ai').map(context =>
    replaceMethod(context, 'with', followed)
  );
}

const followed = (original: Callee): Callee =>
  function follow(this: unknown, ...args: unknown[]): unknown {
    const run = (): unknown => Reflect.apply(original, this, args);
    const frame = frames.getStore();
    const call = frame?.call;
    Asking.noteRun(frame);
    if (call?.operation.isBeforeAttempt === true) {
      return followAttempt(call.operation, run, error => {
        failUnlessTriedAgain(call, error);
      });
    }
    if (frame !== undefined && call?.isFollowed === false) {
      const given = runInFrame(frame, run);
      watch(frame, call);
      return given;
    }
    return isActive(this, args[0]) ? runInFrame(new Frame(frame), run) : run();
  };

/** The AI SDK stays in the context that it is in; who goes to another one is somebody else. */
function isActive(api: unknown, given: unknown): boolean {
  const active = valueAt(api, 'active');
  return (
    typeof active === 'function' && Reflect.apply(active, api, []) === given
  );
}

function runInFrame(frame: Frame, run: () => unknown): unknown {
  const given = frames.run(frame, run);
  frame.noteGiven(given);
  return given;
}

/** Sees the call as a whole fail, once its frame has begun. */
function watch({ given }: Frame, call: Call): void {
  if (given !== undefined && !call.isFollowed) {
    call.isFollowed = true;
    seen(given, {
      failed: error => {
        call.operation.fail(error);
      }
    });
  }
}

function failUnlessTriedAgain(
  { operation, maxRetries }: Call,
  error: unknown
): void {
  const isTriedAgain =
    valueAt(error, 'isRetryable') === true && operation.attempts <= maxRetries;
  if (!isTriedAgain) {
    operation.fail(error);
  }
}
