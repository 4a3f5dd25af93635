import process from 'node:process';

/** Ends what nobody has ended yet; none of them holds what it is about. */
const open = new Set<() => void>();

const registry = new FinalizationRegistry<() => void>(once);

function once(end: () => void): void {
  if (open.delete(end)) {
    end();
  }
}

let isListening = false;

/**
 * Calls `end` when nobody holds `target` any more, or nothing in the process goes on: who reads a stream need not say that
 * he stops, and the libraries do not say it for him. Keeps neither `target` nor the process alive.
 *
 * @param end must not hold `target`.
 * @returns says that it is over, and that `end` is not to be called any more.
 */
export function whenDropped(target: object, end: () => void): () => void {
  listen();
  open.add(end);
  registry.register(target, end, end);
  return () => {
    open.delete(end);
    registry.unregister(end);
  };
}

/** Before the exporter's own listener, which sends what has ended. */
function listen(): void {
  if (!isListening) {
    isListening = true;
    process.prependListener('beforeExit', () => {
      for (const end of open) {
        once(end);
      }
    });
  }
}
