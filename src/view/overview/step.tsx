import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { ancestorsOf } from '../../layout/collapsed-rows';
import { spanDetail } from '../../model/span-detail';
import type { Trace } from '../../model/types';
import { Exceptions } from '../detail/detail-exceptions';
import { Values } from '../detail/values';
import { Icon, IconButton } from '../icons';
import { llmTabs } from '../llm/llm-tabs';
import { strings } from '../strings/first-picture';
import { overviewStrings } from '../strings/overview';
import { spanDuration } from '../timeline/span-duration';
import { kindOf, letterOf, wordsOf } from '../timeline/span-kind';
import type { CommandContext } from '../timeline/timeline-commands';
import { StatusCode } from '../../bundle/types';

/** One call in a line, which opens to what it recorded; that is read only then. */
export function Step({
  state: { trace },
  dispatch,
  row
}: CommandContext & { readonly row: number }): VNode {
  const [isOpen, setOpen] = useState(false);
  const { spans } = trace;
  const type = spans.types[row] ?? '';
  const name = spans.names[row] || strings.unnamedSpan;
  return (
    <li class="sb-step" data-kind={kindOf(type)}>
      <details
        open={isOpen}
        onToggle={event => setOpen(event.currentTarget.open)}
      >
        <summary>
          <span class="sb-glyph" aria-hidden="true">
            {letterOf(kindOf(type))}
          </span>
          <span class="sb-label">{name}</span>
          <span class="sb-metric">{wordsOf(type)}</span>
          <span class="sb-metric">{spanDuration(trace, row)}</span>
          {spans.statuses[row] === StatusCode.error && (
            <span class="sb-error-count">
              <Icon name="warning" />
              {strings.error}
            </span>
          )}
        </summary>
        {isOpen && <Recorded trace={trace} row={row} />}
      </details>
      <IconButton
        icon="path"
        label={overviewStrings.showSpan(name)}
        onClick={() => {
          dispatch({ type: 'expand', rows: ancestorsOf(trace, row) });
          dispatch({ type: 'select', row });
        }}
      />
    </li>
  );
}

/** The reading that says most: a chat, documents, a tool; else inputs and outputs. */
function Recorded({ trace, row }: { trace: Trace; row: number }): VNode {
  const detail = useMemo(() => spanDetail(trace, row), [trace, row]);
  const [reading] = useMemo(
    () => llmTabs(trace, row, detail),
    [trace, row, detail]
  );
  return (
    <div class="sb-step-content">
      <Exceptions detail={detail} />
      {reading ? reading.content() : <Values detail={detail} />}
    </div>
  );
}
