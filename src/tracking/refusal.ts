/** An answer that is none, in words for the reader. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** HTTP's; 0 when there was no answer. */
    readonly status: number
  ) {
    super(message);
  }
}

/** Asks in another way after a refusal that says that there is nothing at this address, or that it failed. */
export function orElse<T>(
  ask: () => Promise<T>
): (error: unknown) => Promise<T> {
  return error => {
    if (error instanceof Refusal && error.status >= 404) {
      return ask();
    }
    throw error;
  };
}
