import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { strings } from './strings/first-picture';

type Loading<Props> = {
  part?: FunctionComponent<Props>;
  /** What went wrong with the last attempt; the next mount tries again. */
  failure?: string;
};

/**
 * A part of the view whose code is fetched when it is first drawn, so that an output costs only what its reader uses.
 * Draws nothing until then, and a line of text when the code cannot be fetched (an old page after an upgrade, offline).
 */
export function lazily<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>
): (props: Props) => VNode | null {
  let loaded: FunctionComponent<Props> | undefined;
  return function Lazy(props: Props) {
    const [{ part: Loaded, failure }, setLoading] = useState<Loading<Props>>(
      () => (loaded ? { part: loaded } : {})
    );
    useEffect(() => {
      let isGone = false;
      if (!Loaded) {
        load().then(
          found => {
            loaded = found;
            if (!isGone) {
              setLoading({ part: found });
            }
          },
          (error: unknown) => {
            if (!isGone) {
              setLoading({ failure: String(error) });
            }
          }
        );
      }
      return () => {
        isGone = true;
      };
    }, [Loaded]);
    if (failure !== undefined) {
      return <div class="sb-list-note">{strings.notLoaded(failure)}</div>;
    }
    return Loaded ? <Loaded {...props} /> : null;
  };
}
