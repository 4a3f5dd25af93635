import { createContext } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';

/** The last time a reader opened or closed all traces of an output; another object each time. */
export type OpenAllWish = { readonly isOpen: boolean };

/** Hands the wish down to the traces of an output, wherever they are drawn. */
export const OpenAll = createContext<OpenAllWish | undefined>(undefined);

/** Calls `onWish` once for each wish that comes after the caller was first drawn. */
export function useOpenAll(onWish: (isOpen: boolean) => void): void {
  const wish = useContext(OpenAll);
  const seen = useRef(wish);
  useLayoutEffect(() => {
    if (wish && seen.current !== wish) {
      seen.current = wish;
      onWish(wish.isOpen);
    }
  });
}
