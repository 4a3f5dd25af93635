/** Milliseconds of work between two chances to draw: half a frame. */
const SLICE = 8;

/** Milliseconds of work after which the steps are told to end: a reader waits no longer. */
const LIMIT = 5000;

/**
 * Runs steps in slices, each a task of its own, and hands over the result; steps that take too long are sent `true`
 * until they end. Nothing is run before the caller's own task is over. Returns the function that cancels it.
 */
export function runInSlices<T>(
  steps: Generator<unknown, T, boolean>,
  onDone: (result: T) => void
): () => void {
  // A timer would wait 4 ms between slices.
  const { port1, port2 } = new MessageChannel();
  const end = (): void => {
    port1.onmessage = null;
    port1.close();
  };
  let spent = 0;
  port1.onmessage = () => {
    const before = performance.now();
    let step = steps.next(spent > LIMIT);
    while (step.done !== true && performance.now() - before < SLICE) {
      step = steps.next(spent > LIMIT);
    }
    spent += performance.now() - before;
    if (step.done === true) {
      end();
      onDone(step.value);
    } else {
      port2.postMessage(null);
    }
  };
  port2.postMessage(null);
  return end;
}
