/** The program of that name. */
export function programNamed<T>(
  programs: readonly (readonly [string, T])[],
  name: string
): T {
  const [, program] = programs.find(([known]) => known === name) ?? [];
  if (program === undefined) {
    throw new Error(`no program ${name}`);
  }
  return program;
}

/** All that a stream gives. */
export async function all(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const chunks: unknown[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return chunks;
}

/** What a stream gives first; the rest is not read. */
export async function first(stream: AsyncIterable<unknown>): Promise<unknown> {
  for await (const chunk of stream) {
    return chunk;
  }
  return undefined;
}

/** Gives the error as a value: its class and message must be those of the untraced run. */
export async function failing(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return `${error?.constructor.name}: ${String(error)}`;
  }
}

/** Times of events are bigints. */
export function shown(spans: unknown): string {
  return JSON.stringify(spans, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value
  );
}
