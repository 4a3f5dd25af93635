import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MlflowPage } from '../host';
import { mlflowStrings } from '../strings/mlflow';

/** Without `allow-same-origin`: the page can neither read what Jupyter's pages have nor act in the reader's name. */
export const SANDBOX =
  'allow-scripts allow-forms allow-popups allow-modals allow-downloads';

/** A page tells in its first line that it is there (`spanbook/frame.js`). */
const WAIT_MS = 30_000;

type Shown = {
  readonly page: MlflowPage | undefined;
  readonly isHere: boolean;
  /** Why the page is not there although the tracking server has one. */
  readonly failure: string | undefined;
};

const NOTHING: Shown = { page: undefined, isHere: false, failure: undefined };

/** Follows whether the page of a frame comes. */
export function useFrame(): Shown & {
  readonly element: RefObject<HTMLIFrameElement | null>;
  readonly show: (page: MlflowPage | undefined) => void;
} {
  const element = useRef<HTMLIFrameElement>(null);
  const [shown, setShown] = useState(NOTHING);
  const { page, isHere } = shown;
  useLayoutEffect(() => {
    if (!page) {
      return undefined;
    }
    const fail = (failure: string): void => setShown({ ...NOTHING, failure });
    const timer = isHere
      ? undefined
      : setTimeout(() => fail(mlflowStrings.blocked), WAIT_MS);
    const listen = ({ source, data }: MessageEvent<unknown>): void => {
      if (!source || source !== element.current?.contentWindow) {
        return;
      }
      const said = saidIn(data);
      if (said === 'failed') {
        fail(mlflowStrings.scriptsFailed);
      } else if (said === 'here') {
        setShown({ page, isHere: true, failure: undefined });
      }
    };
    window.addEventListener('message', listen);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('message', listen);
    };
  }, [page, isHere]);
  return {
    ...shown,
    element,
    show: next => setShown({ ...NOTHING, page: next })
  };
}

function saidIn(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'spanbook' in data
    ? data.spanbook
    : undefined;
}
