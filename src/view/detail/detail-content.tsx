import '../../../style/detail-content.css';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { countHits, type HitCount } from '../../model/count-hits';
import type { SearchPattern } from '../../model/search-pattern';
import type { SpanDetail, Trace } from '../../model/types';
import { HitContext } from '../find/hit-context';
import { spanDetail } from '../../model/span-detail';
import { Events, Links } from './detail-events';
import { Exceptions } from './detail-exceptions';
import { Facts, KeyFigures } from './detail-facts';
import { PayloadSection } from './payload-section';
import { ValueSection } from './value-section';
import { Values } from './values';
import { Tabs, type Tab } from './detail-tabs';
import { llmTabs } from '../llm/llm-tabs';
import { SpanMarks } from '../server/span-parts';
import { spanStrings } from '../strings/span';
import { detailStrings } from '../strings/detail';

type ContentProps = {
  readonly trace: Trace;
  readonly row: number;
  /** What is looked for in the trace. */
  readonly pattern: SearchPattern | undefined;
  /** The part that the reader chose last, on any span. */
  readonly part: string | undefined;
  readonly onPart: (part: string) => void;
};

/** What stands below the head of the details: the payloads are parsed only now. */
export function DetailContent({
  trace,
  row,
  pattern,
  part,
  onPart
}: ContentProps): VNode {
  const detail = useMemo(() => spanDetail(trace, row), [trace, row]);
  const tabs = useMemo(() => tabsOf(trace, row, detail), [trace, row, detail]);
  const hits = useMemo(
    () => pattern && hitsByTab(trace, row, pattern),
    [trace, row, pattern]
  );
  return (
    <HitContext.Provider value={pattern}>
      <KeyFigures trace={trace} row={row} detail={detail} />
      <Exceptions detail={detail} />
      <SpanMarks spanId={detail.spanId} />
      <Tabs
        label={detailStrings.parts}
        tabs={tabs}
        hits={hits}
        chosen={part}
        onChoose={onPart}
      />
    </HitContext.Provider>
  );
}

/** How often each part holds what is looked for, by its id; parts that say the same in other words are left out. */
function hitsByTab(
  { spans }: Trace,
  row: number,
  pattern: SearchPattern
): ReadonlyMap<string, HitCount> {
  const { inputs, outputs, attributes, events, links } = spans;
  const parts = {
    values: [inputs.get(row), outputs.get(row)],
    attributes: [attributes.get(row)],
    events: [events.get(row)],
    links: [links.get(row)],
    about: [spans.ids[row], spans.types[row]]
  };
  return new Map(
    Object.entries(parts).map(([id, texts]) => [id, countHits(pattern, texts)])
  );
}

/** The parts that this span has, the one that says most first. */
function tabsOf(trace: Trace, row: number, detail: SpanDetail): readonly Tab[] {
  const { inputs, outputs, attributes, events, links, unread } = detail;
  const count = Object.keys(attributes).length;
  const optional: readonly (Tab | false)[] = [
    ...llmTabs(trace, row, detail),
    (inputs ?? outputs) !== undefined && {
      id: 'values',
      title: detailStrings.tabs.values,
      content: () => <Values detail={detail} />
    },
    (count > 0 || unread.attributes !== undefined) && {
      id: 'attributes',
      title: detailStrings.tabs.attributes,
      ...(count > 0 ? { count } : {}),
      content: () => <Attributes detail={detail} />
    },
    (events.length > 0 || unread.events !== undefined) && {
      id: 'events',
      title: detailStrings.tabs.events,
      count: events.length,
      content: () => <Events detail={detail} traceStart={trace.start} />
    },
    (links.length > 0 || unread.links !== undefined) && {
      id: 'links',
      title: detailStrings.tabs.links,
      count: links.length,
      content: () => <Links detail={detail} />
    }
  ];
  return [
    ...optional.filter(tab => tab !== false),
    {
      id: 'about',
      title: detailStrings.tabs.about,
      content: () => <Facts trace={trace} row={row} detail={detail} />
    }
  ];
}

function Attributes({
  detail: { attributes, unread }
}: {
  detail: SpanDetail;
}): VNode | null {
  return unread.attributes ? (
    <PayloadSection
      title={spanStrings.attributes}
      root="attributes"
      payload={unread.attributes}
    />
  ) : (
    <ValueSection
      title={spanStrings.attributes}
      root="attributes"
      value={attributes}
    />
  );
}
