import '../../../style/mlflow.css';
import '../../../style/server.css';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { MlflowPage } from '../host';
import { useRequest } from '../server/use-request';
import { mlflowStrings } from '../strings/mlflow';
import { SANDBOX, useFrame } from './use-frame';

/**
 * A page of MLflow's in a sandboxed frame, and when it does not come why.
 *
 *     div.sb-mlflow
 *       div.sb-mlflow-bar[role=status]
 *       iframe
 */
export function MlflowFrame({
  id,
  ask,
  onOpen,
  onFail
}: {
  /** Of what the page shows: another one is asked for when it changes. */
  id: string;
  ask: () => Promise<MlflowPage>;
  /** Opens the same where there is more room. */
  onOpen?: () => void;
  /** Told why there is no page, by who has something else to show then. */
  onFail?: (why: string) => void;
}): VNode {
  const request = useRequest();
  const frame = useFrame();
  const load = (): void => {
    frame.show(undefined);
    request.run(ask, frame.show);
  };
  const failure = request.failure ?? frame.failure;
  useEffect(load, [id]);
  // Before it is drawn: who has something else shows that.
  useLayoutEffect(() => {
    if (failure !== undefined) {
      onFail?.(failure);
    }
  }, [failure]);
  if (failure !== undefined) {
    return (
      <MlflowRefusal why={failure}>
        <button type="button" class="sb-more" onClick={load}>
          {mlflowStrings.again}
        </button>
      </MlflowRefusal>
    );
  }
  const { page, isHere } = frame;
  return (
    <div class="sb-mlflow">
      <div class="sb-mlflow-bar" role="status">
        <span class="sb-note">
          {page && isHere
            ? mlflowStrings.version(page.version)
            : mlflowStrings.loading}
        </span>
        {onOpen && (
          <button type="button" class="sb-more" onClick={onOpen}>
            {mlflowStrings.open}
          </button>
        )}
      </div>
      {page && (
        <iframe
          ref={frame.element}
          src={page.address}
          sandbox={SANDBOX}
          referrerpolicy="no-referrer"
          title={mlflowStrings.page}
        />
      )}
    </div>
  );
}

/** Why MLflow's own view is not there. */
export function MlflowRefusal({
  why,
  children
}: {
  why: string;
  children?: ComponentChildren;
}): VNode {
  return (
    <div class="sb-mlflow-bar" role="status">
      <span class="sb-refusal">{mlflowStrings.failed(why)}</span>
      {children}
    </div>
  );
}
