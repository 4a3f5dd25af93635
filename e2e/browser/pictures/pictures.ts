import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { build } from 'esbuild';
import type { BrowserContextOptions, Locator } from 'playwright-core';

import { inRoot, ROOT, TEST_RESULTS } from '../../../scripts/lib/paths.mjs';
import type { Candidate, Verdict } from './judge-picture';
import type { Task } from './picture-worker';

/** What would differ between two machines or moments if the page followed them. */
export const FIXED = {
  deviceScaleFactor: 1,
  locale: 'en-GB',
  timezoneId: 'UTC',
  reducedMotion: 'reduce'
} as const satisfies BrowserContextOptions;

/** The pictures that the view is compared with. */
const APPROVED = inRoot('e2e/browser/pictures/approved');
/** What did not fit, beside where it differs. */
const FAILED = join(TEST_RESULTS, 'pictures');
/** How long a picture may take to become the approved one: canvases are drawn again after a change of the theme. */
const PATIENCE_MS = 3_000;
/** Looks at the least, however busy the machine is. */
const LEAST_LOOKS = 4;

/** Compares outputs with the approved pictures of them. */
export type Pictures = {
  /**
   * Looks at the output until it fits the picture of that name. Gives what is wrong in words, with the places of the
   * pictures that were kept, or undefined. With the environment variable UPDATE_PICTURES it makes the picture instead.
   */
  compare(name: string, output: Locator): Promise<string | undefined>;
  stop(): Promise<void>;
};

/** Starts the thread that compares: Jest's sandbox would take twenty times as long. */
export async function startPictures(): Promise<Pictures> {
  const worker = new Worker(await workerCode(), { eval: true });
  const ask = async (task: Task): Promise<Verdict | undefined> => {
    worker.postMessage(task);
    const [verdict] = await once(worker, 'message');
    return verdict;
  };
  const isUpdate = Boolean(process.env['UPDATE_PICTURES']);
  return {
    async compare(name, output) {
      const file = join(APPROVED, `${name}.png`);
      if (isUpdate) {
        const taken = await stilled(output);
        return (await ask({ file, taken, isApproval: true }))?.words;
      }
      const limit = Date.now() + PATIENCE_MS;
      for (let looks = 1; ; looks++) {
        const taken = await take(output);
        const verdict = await ask({ file, taken, isApproval: false });
        if (!verdict) return undefined;
        if (looks >= LEAST_LOOKS && Date.now() > limit)
          return `${name}: ${verdict.words}; see ${keep(name, taken, verdict)}`;
        await sleep(50);
      }
    },
    async stop() {
      await worker.terminate();
    }
  };
}

/** A picture of one output and nothing else, without pointer and caret and at the end of every transition. */
async function take(output: Locator): Promise<Buffer> {
  await output.page().mouse.move(0, 0);
  return output.screenshot({ animations: 'disabled', caret: 'hide' });
}

/** The first picture that is followed by the same. */
async function stilled(output: Locator): Promise<Candidate['taken']> {
  for (let before = await take(output); ;) {
    await sleep(150);
    const next = await take(output);
    if (next.equals(before)) return next;
    before = next;
  }
}

/** Writes the pictures for the reader of the failure, and says where. */
function keep(name: string, actual: Uint8Array, { diff }: Verdict): string {
  mkdirSync(FAILED, { recursive: true });
  const places = Object.entries({ actual, diff }).flatMap(([kind, png]) => {
    const file = join(FAILED, `${name}.${kind}.png`);
    rmSync(file, { force: true });
    if (!png) return [];
    writeFileSync(file, png);
    return [relative(ROOT, file)];
  });
  return places.join(' and ');
}

async function workerCode(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [inRoot('e2e/browser/pictures/picture-worker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20'
  });
  return outputFiles[0]?.text ?? '';
}
