import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Trace } from '../../model/types';
import type { MlflowPages } from '../host';
import { Toolbar } from '../toolbar';
import { MlflowFrame, MlflowRefusal } from './mlflow-frame';
import { MlflowTool } from './mlflow-tool';

/** MLflow's own view in place of ours, which comes back with the reason when MLflow's does not come. */
export function MlflowBody({
  pages,
  trace,
  menu,
  own,
  onBack
}: {
  pages: MlflowPages;
  trace: Trace;
  menu: ComponentChildren;
  /** Our view, with a tool among its tools. */
  own: (tool: ComponentChildren) => VNode;
  onBack: () => void;
}): VNode {
  const [refusal, setRefusal] = useState<string>();
  const { info } = trace;
  if (refusal !== undefined) {
    const again = (): void => setRefusal(undefined);
    return (
      <>
        <MlflowRefusal why={refusal} />
        {own(<MlflowTool isOn={false} onClick={again} />)}
      </>
    );
  }
  return (
    <>
      <Toolbar trace={trace}>
        <MlflowTool isOn onClick={onBack} />
        {menu}
      </Toolbar>
      <MlflowFrame
        id={info.traceId}
        ask={() => pages.page(info)}
        onOpen={() => pages.open(info)}
        onFail={setRefusal}
      />
    </>
  );
}
