import { parentPort } from 'node:worker_threads';

import {
  approvePicture,
  judgePicture,
  type Candidate,
  type Verdict
} from './judge-picture';

/** What the worker is asked; it answers each with a verdict or undefined, in the same order. */
export type Task = Candidate & { readonly isApproval: boolean };

parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(verdictOn(task));
});

function verdictOn({ isApproval, ...candidate }: Task): Verdict | undefined {
  try {
    if (!isApproval) return judgePicture(candidate);
    approvePicture(candidate);
    return undefined;
  } catch (error) {
    return { words: String(error) };
  }
}
