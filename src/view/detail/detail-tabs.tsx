import type { VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { HitCount } from '../../model/count-hits';
import { formatNumber } from '../strings/language';
import { wordsOfHits } from './words-of-hits';

export type Tab = {
  readonly id: string;
  readonly title: string;
  /** How much there is in it. */
  readonly count?: number;
  /** Drawn only while the tab is chosen. */
  readonly content: () => VNode;
};

type TabsProps = {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** How often each tab holds what is looked for, by its id. */
  readonly hits?: ReadonlyMap<string, HitCount> | undefined;
  /** Id of the chosen tab; the first one stands for one that is not there. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
};

const STEPS: ReadonlyMap<string, (at: number, count: number) => number> =
  new Map([
    ['ArrowRight', (at, count) => (at + 1) % count],
    ['ArrowLeft', (at, count) => (at + count - 1) % count],
    ['Home', () => 0],
    ['End', (_, count) => count - 1]
  ]);

/** Tabs as ARIA has them: one stop for the Tab key, arrows between them; the panel follows at once. */
export function Tabs({
  label,
  tabs,
  hits,
  chosen,
  onChoose
}: TabsProps): VNode {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    tabs.findIndex(({ id }) => id === chosen)
  );
  const current = tabs[at];
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = tabs[STEPS.get(event.key)?.(at, tabs.length) ?? -1];
    if (next) {
      event.preventDefault();
      event.stopPropagation();
      onChoose(next.id);
      list.current
        ?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)
        ?.focus();
    }
  };
  return (
    <>
      <div
        ref={list}
        class="sb-tabs"
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
      >
        {tabs.map(({ id, title, count }) => (
          <button
            key={id}
            type="button"
            role="tab"
            class="sb-tab"
            id={`${base}-${id}`}
            data-tab={id}
            aria-selected={id === current?.id}
            aria-controls={`${base}-panel`}
            tabIndex={id === current?.id ? 0 : -1}
            onClick={() => onChoose(id)}
          >
            {title}
            {count !== undefined && count > 0 && (
              <>
                {' '}
                <span class="sb-tab-count">{formatNumber(count)}</span>
              </>
            )}
            <Hits found={hits?.get(id)} />
          </button>
        ))}
      </div>
      {current && (
        <div
          key={current.id}
          role="tabpanel"
          class="sb-tab-panel"
          id={`${base}-panel`}
          aria-labelledby={`${base}-${current.id}`}
        >
          {current.content()}
        </div>
      )}
    </>
  );
}

/** How many matches of the search are in a part. */
function Hits({ found }: { found: HitCount | undefined }): VNode | null {
  if (!found || found.count === 0) {
    return null;
  }
  const said = wordsOfHits(found);
  return (
    <>
      {' '}
      <span class="sb-tab-hits" title={said}>
        <span class="sb-hidden-text">{said}</span>
        <span aria-hidden="true">
          {formatNumber(found.count)}
          {found.isPartial && '+'}
        </span>
      </span>
    </>
  );
}
