/**
 * Maps in the order given, with at most `limit` calls under way. The first rejection rejects the whole; calls that are
 * under way then run on, no further one begins.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>
): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  let hasFailed = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) {
      results[index] = await map(item);
      if (hasFailed) {
        return;
      }
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    work().catch((error: unknown) => {
      hasFailed = true;
      throw error;
    })
  );
  await Promise.all(workers);
  return results;
}

/** The items in groups of at most `size`, in order. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size)
  );
}
