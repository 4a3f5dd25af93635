import { useEffect, useRef, useState } from 'preact/hooks';
import type { LiveTrace, Patch } from './live-trace';
import { serverStrings } from '../strings/server';
import { messageOf } from './use-request';

/** Edits of one part of the view and what became of the last one. */
export type Edits = {
  /** What a screen reader is told: the last edit was stored. */
  readonly said: string;
  /** Why the last one was undone, in plain words. */
  readonly failure: string | undefined;
  /** Shows `patch` at once and stores it; takes it back when the server refuses. */
  readonly edit: <T>(edit: Edit<T>) => void;
};

export type Edit<T> = {
  readonly patch: Patch;
  readonly store: () => Promise<T>;
  /** Takes the place of `patch` once the server has answered, where it knows more. */
  readonly stored?: (answer: T) => Patch;
  readonly said: string;
};

/** An edit goes on when the part of the view that made it is closed: the trace shows what became of it. */
export function useEdits(live: LiveTrace): Edits {
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<string>();
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    []
  );
  const tell = (what: { said: string; failure?: string }): void => {
    if (!isGone.current) {
      setSaid(what.said);
      setFailure(what.failure);
    }
  };
  return {
    said,
    failure,
    edit: ({ patch, store, stored, said: success }) => {
      tell({ said: '' });
      const undo = live.add(patch);
      Promise.resolve()
        .then(store)
        .then(
          answer => {
            if (stored) {
              undo();
              live.add(stored(answer));
            }
            tell({ said: success });
          },
          (error: unknown) => {
            undo();
            tell({ said: '', failure: serverStrings.undone(messageOf(error)) });
          }
        );
    }
  };
}
