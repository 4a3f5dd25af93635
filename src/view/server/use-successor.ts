import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

type Successor = {
  readonly button: RefObject<HTMLButtonElement | null>;
  /** To be called right before the button goes. */
  readonly handOver: () => void;
};

/** A button that goes once it has done its work: what it brought takes the focus that was on it. */
export function useSuccessor(around: string, target: string): Successor {
  const button = useRef<HTMLButtonElement>(null);
  const home = useRef<Element | null>(null);
  useEffect(
    () => () => {
      const { current } = home;
      setTimeout(() => current?.querySelector<HTMLElement>(target)?.focus());
    },
    [target]
  );
  return {
    button,
    handOver: () => {
      const { current } = button;
      const hasFocus = current === current?.ownerDocument.activeElement;
      home.current = (hasFocus && current?.closest(around)) || null;
    }
  };
}
