import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it is so, at most 20 s: what follows says what is not. For Node's tests of what goes on by itself. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 20_000 && !isSo(); waited += 20) {
    await sleep(20);
  }
}
