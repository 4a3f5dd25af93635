import { useEffect, useRef, useState } from 'preact/hooks';
import type { FetchOptions } from '../host';

/** What the reader sees of a question to the server. */
export type RequestState = {
  readonly isBusy: boolean;
  /** How much has come of the answer that is waited for. */
  readonly bytes: number;
  /** Why the last one failed, in plain words. */
  readonly failure: string | undefined;
};

export type Request = RequestState & {
  /** Asks, and hands on the answer, unless the part of the view that asked is gone or the reader has cancelled. */
  readonly run: <T>(
    ask: (options: Required<FetchOptions>) => Promise<T>,
    done: (answer: T) => void
  ) => void;
  readonly cancel: () => void;
};

const IDLE: RequestState = { isBusy: false, bytes: 0, failure: undefined };

/** Redraws at most this often while an answer comes: a large one arrives in thousands of pieces. */
const PROGRESS_INTERVAL_MS = 200;

/** One question to the server at a time; it is called off when the part of the view that asked goes. */
export function useRequest(): Request {
  const [state, setState] = useState(IDLE);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = (): void => {
    running.current?.abort();
    running.current = undefined;
    setState(IDLE);
  };
  return {
    ...state,
    cancel,
    run: (ask, done) => {
      running.current?.abort();
      const controller = new AbortController();
      const { signal } = controller;
      running.current = controller;
      setState({ ...IDLE, isBusy: true });
      const onProgress = progressOf(bytes => {
        if (!signal.aborted) {
          setState({ isBusy: true, bytes, failure: undefined });
        }
      });
      Promise.resolve()
        .then(() => ask({ signal, onProgress }))
        .then(
          answer => {
            if (!signal.aborted) {
              setState(IDLE);
              done(answer);
            }
          },
          (error: unknown) => {
            if (!signal.aborted) {
              setState({ ...IDLE, failure: messageOf(error) });
            }
          }
        );
    }
  };
}

/** The message of what a server rejected with. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function progressOf(show: (bytes: number) => void): (bytes: number) => void {
  let next = 0;
  return bytes => {
    const now = performance.now();
    if (now >= next) {
      next = now + PROGRESS_INTERVAL_MS;
      show(bytes);
    }
  };
}
