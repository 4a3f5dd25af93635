import { ParsedBundle } from '../bundle/parsed-bundle';
import type { ParseResult } from '../bundle/types';

/** Shorter texts are parsed before a worker would have started. */
const SMALL = 1_000_000;

/**
 * A long JSON text parsed in a worker, so that the page stays alive meanwhile; anything else as it is, for the view
 * to parse. Also as it is where no worker can be had.
 */
export async function parseAside(data: unknown): Promise<unknown> {
  if (typeof data !== 'string' || data.length < SMALL) {
    return data;
  }
  try {
    return new ParsedBundle(await inWorker(data));
  } catch {
    return data;
  }
}

async function inWorker(text: string): Promise<ParseResult> {
  const worker = new Worker(new URL('./parse-worker.js', import.meta.url));
  try {
    return await new Promise<ParseResult>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<ParseResult>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(text);
    });
  } finally {
    worker.terminate();
  }
}
