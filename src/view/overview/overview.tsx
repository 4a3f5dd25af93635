import '../../../style/overview.css';
import '../../../style/detail-content.css';
import '../../../style/llm.css';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { mainSteps } from '../../model/main-steps';
import { spanDetail } from '../../model/span-detail';
import { PayloadSection } from '../detail/payload-section';
import { ShowMore } from '../show-more';
import { strings } from '../strings/first-picture';
import { overviewStrings } from '../strings/overview';
import { spanStrings } from '../strings/span';
import type { CommandContext } from '../timeline/timeline-commands';
import { Step } from './step';
import { TraceFacts } from './trace-facts';

/** Calls that are listed at first, and with each click. */
const PAGE = 20;

/**
 * The trace as a story: what it was asked, the calls of models, tools and retrievers in their order, what it answered.
 *
 *     section.sb-overview
 *       dl.sb-facts
 *       section.sb-section            inputs
 *       ol.sb-steps
 *       section.sb-section            outputs
 */
export function Overview(context: CommandContext): VNode {
  const { trace } = context.state;
  const root = trace.order[0] ?? 0;
  const { inputs, outputs } = useMemo(
    () => spanDetail(trace, root),
    [trace, root]
  );
  const steps = useMemo(() => mainSteps(trace), [trace]);
  const isEmpty = !inputs && !outputs && steps.length === 0;
  return (
    <section
      class="sb-overview"
      tabIndex={0}
      aria-label={overviewStrings.overviewOf(trace.name || strings.untitled)}
    >
      <TraceFacts info={trace.info} />
      {isEmpty && <p class="sb-note">{overviewStrings.nothing}</p>}
      <PayloadSection
        title={spanStrings.inputs}
        root="inputs"
        payload={inputs}
      />
      <Steps {...context} steps={steps} />
      <PayloadSection
        title={spanStrings.outputs}
        root="outputs"
        payload={outputs}
      />
    </section>
  );
}

function Steps({
  steps,
  ...context
}: CommandContext & { readonly steps: readonly number[] }): VNode | null {
  const [limit, setLimit] = useState(PAGE);
  const hidden = steps.length - limit;
  return steps.length === 0 ? null : (
    <section class="sb-section">
      <header>
        <h4>{overviewStrings.steps(steps.length)}</h4>
      </header>
      <ol class="sb-steps">
        {steps.slice(0, limit).map(row => (
          <Step key={row} {...context} row={row} />
        ))}
      </ol>
      <ShowMore hidden={hidden} onMore={() => setLimit(limit + PAGE)} />
    </section>
  );
}
