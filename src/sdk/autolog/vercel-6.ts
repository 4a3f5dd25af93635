import { AsyncLocalStorage } from 'node:async_hooks';
import { isTracingOn } from '../recording/ambient';
import type { Callee } from '../api/traced-call';
import { shared } from '../state';
import type { AutologSettings } from './integration';
import { runInCall } from './method-call';
import { contextsOf } from './otel-contexts';
import { replaceMethod, valueAt, type Undo } from './patch';
import { toolOf } from './vercel-7';
import { VercelOperation } from './vercel-operation';
import { resultOfOperation } from './vercel-wire';

/** A call of version 6 that is under way in this flow of async code. */
type Call = {
  readonly operation: VercelOperation;
  readonly maxRetries: number;
  /** True once the function that makes up the whole call was seen. */
  isFollowed: boolean;
};

const calls = new AsyncLocalStorage<Call | undefined>();

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
  // Its stack is written when it is asked for.
  const asked = new Error('asked by');
  let call: Call | undefined;
  const listeners: Listeners = {
    onStart: event => {
      const now = settings();
      // An event of version 7, should it read the listeners in another order, says what it is about itself.
      const isOurs = valueAt(event, 'callId') === undefined;
      if (isOurs && now.logTraces && isTracingOn()) {
        call = {
          operation: new VercelOperation(nameOfCaller(asked), event, now),
          maxRetries: Number(valueAt(event, 'maxRetries') ?? 0),
          isFollowed: false
        };
        calls.enterWith(call);
        call.operation.interruptWhenDropped(listeners.onFinish);
      }
    },
    onStepStart: event => {
      if (call !== undefined) {
        call.operation.beginStep(event);
        calls.enterWith(call);
      }
    },
    onToolCallStart: event => {
      const id = String(valueAt(event, 'toolCall', 'toolCallId'));
      const tool = call?.operation.beginPart(id, toolOf(event));
      if (tool !== undefined) {
        // Awaited by the function that runs the tool next: it goes on with this as its context.
        shared.context.enterWith(tool.scope);
      }
    },
    onToolCallFinish: event => {
      const id = String(valueAt(event, 'toolCall', 'toolCallId'));
      const tool = call?.operation.takePart(id);
      if (valueAt(event, 'success') === false) {
        tool?.fail(valueAt(event, 'error'));
      } else {
        tool?.succeed({ outputs: valueAt(event, 'output') });
      }
    },
    onFinish: event => {
      call?.operation.succeed(() => resultOfOperation(event));
    }
  };
  return listeners;
}

/** Which function asked for the listeners: the events of both are the same. */
function nameOfCaller({ stack }: Error): string {
  return String(stack).includes('DefaultStreamTextResult')
    ? 'ai.streamText'
    : 'ai.generateText';
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
    const call = calls.getStore();
    const run = (): unknown => Reflect.apply(original, this, args);
    if (call === undefined) {
      return run();
    }
    if (call.operation.isBeforeAttempt) {
      return followAttempt(call, run);
    }
    return call.isFollowed ? run() : followWhole(call, run);
  };

function followWhole(call: Call, run: () => unknown): unknown {
  call.isFollowed = true;
  return seen(run(), {
    failed: error => {
      call.operation.fail(error);
    }
  });
}

/** What the model's client does is not the AI SDK's doing: it runs outside the call. */
function followAttempt({ operation, maxRetries }: Call, run: () => unknown) {
  const { step } = operation;
  operation.noteAttempt();
  const given = calls.run(undefined, () =>
    step === undefined ? run() : runInCall(step, run)
  );
  return seen(given, {
    answered: answer => {
      // `streamText` wraps what its model gives once more.
      operation.endAttempt(valueAt(answer, 'result') ?? answer);
    },
    failed: error => {
      operation.noteFailure(error);
      const isTriedAgain =
        valueAt(error, 'isRetryable') === true &&
        operation.attempts <= maxRetries;
      if (!isTriedAgain) {
        operation.fail(error);
      }
    }
  });
}

/** The library awaits the promise itself, with or without us. */
function seen(
  given: unknown,
  {
    answered,
    failed
  }: {
    readonly answered?: (answer: unknown) => void;
    readonly failed: (error: unknown) => void;
  }
): unknown {
  if (given instanceof Promise) {
    given.then(answered, failed);
  }
  return given;
}
