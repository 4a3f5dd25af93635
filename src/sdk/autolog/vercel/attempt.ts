import { debug, messageOf } from '../../diag';
import type { LibraryCall } from '../calls/library-call';
import { runInCall } from '../calls/method-call';
import { valueAt } from '../patching/patch';
import { frames } from './frames';
import type { VercelOperation } from './operation';
import { embeddedOf } from './wire';

/** What is done when a promise is over. */
type Watcher = {
  readonly answered?: (answer: unknown) => void;
  readonly failed: (error: unknown) => void;
};

/** Sees how a promise ends that the library awaits itself, with or without us. */
export function seen(given: unknown, { answered, failed }: Watcher): unknown {
  if (given instanceof Promise) {
    given.then(answered, failed).catch((error: unknown) => {
      debug(
        'autolog',
        `what a call gave was not understood: ${messageOf(error)}`
      );
    });
  }
  return given;
}

/** Runs an attempt of the model of the step that is open. */
export function followAttempt(
  operation: VercelOperation,
  run: () => unknown,
  failed?: (error: unknown) => void
): unknown {
  const { step } = operation;
  operation.noteAttempt();
  return seen(runOutside(step, run), {
    answered: answer => {
      // `streamText` of version 6 wraps what its model gives once more.
      operation.endAttempt(valueAt(answer, 'result') ?? answer);
    },
    failed: error => {
      operation.noteFailure(error);
      failed?.(error);
    }
  });
}

/** Runs a request for embeddings, a part of the operation. */
export function followRequest(
  operation: VercelOperation,
  part: unknown,
  run: () => unknown
): unknown {
  return seen(runOutside(operation.part(part), run), {
    answered: answer => {
      operation.takePart(part)?.succeed(embeddedOf(answer));
    },
    failed: error => {
      operation.takePart(part)?.fail(error);
    }
  });
}

/** What the model's client does is not the AI SDK's doing: it runs outside the call. */
function runOutside(call: LibraryCall | undefined, run: () => unknown) {
  return frames.run(undefined, () =>
    call === undefined ? run() : runInCall(call, run)
  );
}
