import { MessageChannel } from 'node:worker_threads';

// What every browser has and jsdom does not.
Object.assign(globalThis, { MessageChannel });
