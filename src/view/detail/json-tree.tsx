import '../../../style/json-tree.css';
import type { ComponentChildren, VNode } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';
import { jsonTextOf } from '../../bundle/json-text';
import { attachmentRefIn } from '../../bundle/attachment-ref';
import { blobOf } from '../../model/blob';
import { bytesOf } from '../../model/byte-list';
import {
  jsonLines,
  jsPath,
  MAX_LINES,
  pathId,
  treeSize,
  type JsonLine
} from '../../model/json-lines';
import { searchJsonFor } from '../../model/json-search';
import { isInText } from '../../model/search-text';
import { HitContext } from '../find/hit-context';
import { Binary } from './binary';
import { CopyButton } from '../copy-button';
import { Icon } from '../icons';
import { AttachedFile } from '../server/attached-file';
import { useJsonKeys } from './json-keys';
import { LongText } from './long-text';
import { spanStrings } from '../strings/span';
import { detailStrings } from '../strings/detail';

/** Members drawn at first and with each click on "more". */
const PAGE = 100;

/** Deeper lines are not moved further in: they say their level instead. */
const MAX_INDENT = 10;

type JsonTreeProps = {
  readonly value: unknown;
  /** What copied paths begin with. */
  readonly root?: string;
  /** Only these members are drawn, by what holds them: what a search found. */
  readonly kept?: ReadonlyMap<object, ReadonlySet<string>> | undefined;
};

/**
 * Any JSON value, with bigint for the integers that a number cannot hold: objects and arrays as an ARIA tree that
 * folds, text as it reads, bytes by their size; all as text nodes. One line each, however deep:
 *
 *     div.sb-json[role=tree]
 *       div.sb-json-line[role=treeitem][aria-level][aria-expanded?]
 */
export function JsonTree({
  value,
  root = detailStrings.value,
  kept
}: JsonTreeProps): VNode {
  if (typeof value === 'string' && !blobOf(value) && !attachmentRefIn(value)) {
    return (
      <div class="sb-value sb-prose">
        <LongText text={value} />
      </div>
    );
  }
  return (
    <div class="sb-value">
      {(treeSize(value) ?? 0) > 0 ? (
        <Lines value={value} root={root} kept={kept} />
      ) : (
        <Leaf value={value} />
      )}
    </div>
  );
}

function Lines({
  value,
  root,
  kept
}: {
  readonly value: unknown;
  readonly root: string;
  readonly kept: JsonTreeProps['kept'];
}): VNode {
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const [pointed, setPointed] = useState<string>();
  const opens = useHits(value);
  const lines = useMemo(
    () =>
      jsonLines(value, {
        opens,
        opened: id => opened.get(id),
        limit: id => limits.get(id) ?? PAGE,
        kept
      }),
    [value, opened, limits, kept, opens]
  );
  const act = (line: JsonLine): void => {
    if (line.hidden !== undefined) {
      const id = pathId(line.path);
      setLimits(new Map(limits).set(id, (limits.get(id) ?? PAGE) + PAGE));
    } else if ((line.size ?? 0) > 0) {
      setOpened(new Map(opened).set(line.id, !line.isOpen));
    }
  };
  const keys = useJsonKeys(lines, act);
  return (
    <div
      ref={keys.element}
      class="sb-json"
      role="tree"
      aria-label={root}
      onKeyDown={keys.onKeyDown}
      onFocusIn={keys.onFocus}
      onFocusOut={keys.onBlur}
      onPointerLeave={() => setPointed(undefined)}
    >
      {lines.map((line, at) => (
        <Line
          key={line.id}
          line={line}
          root={root}
          isStop={at === keys.active}
          hasTools={
            line.id === pointed || (keys.hasFocus && at === keys.active)
          }
          onAct={() => act(line)}
          onPoint={() => setPointed(line.id)}
        />
      ))}
      {lines.length >= MAX_LINES && (
        <div class="sb-note" role="none">
          {detailStrings.tooManyLines}
        </div>
      )}
    </div>
  );
}

/** The values that hold what is looked for in the trace. */
function useHits(value: unknown): ReadonlyMap<object, unknown> | undefined {
  const pattern = useContext(HitContext);
  return useMemo(
    () =>
      pattern &&
      searchJsonFor(value, text =>
        isInText(pattern, text.slice(0, pattern.window), false)
      ).kept,
    [value, pattern]
  );
}

type LineProps = {
  readonly line: JsonLine;
  readonly root: string;
  /** The Tab key stops here. */
  readonly isStop: boolean;
  readonly hasTools: boolean;
  readonly onAct: () => void;
  readonly onPoint: () => void;
};

function Line({
  line,
  root,
  isStop,
  hasTools,
  onAct,
  onPoint
}: LineProps): VNode {
  const { level, size = 0, isOpen, hidden } = line;
  return (
    <div
      class="sb-json-line"
      role="treeitem"
      aria-level={level + 1}
      aria-expanded={size > 0 ? isOpen : undefined}
      tabIndex={isStop ? 0 : -1}
      data-id={line.id}
      style={{ '--sb-level': Math.min(level, MAX_INDENT) }}
      onPointerEnter={onPoint}
    >
      {hidden === undefined ? (
        <Content line={line} onAct={onAct} />
      ) : (
        <button type="button" class="sb-more" tabIndex={-1} onClick={onAct}>
          {spanStrings.showMore(hidden)}
        </button>
      )}
      {hasTools && hidden === undefined && (
        <LineTools line={line} root={root} />
      )}
    </div>
  );
}

function Content({
  line: { path, level, value, size = 0, isOpen },
  onAct
}: {
  readonly line: JsonLine;
  readonly onAct: () => void;
}): VNode {
  const name = String(path[path.length - 1]);
  const depth = level > MAX_INDENT && (
    <span class="sb-json-depth">{level + 1}</span>
  );
  return size > 0 ? (
    <span class="sb-json-head" onClick={onAct}>
      <span class="sb-json-toggle" data-open={isOpen}>
        <Icon name="chevron" />
      </span>
      {depth}
      <span class="sb-json-key">{name}</span>{' '}
      <span class="sb-json-size">
        {Array.isArray(value)
          ? spanStrings.items(size)
          : spanStrings.keys(size)}
      </span>
    </span>
  ) : (
    <>
      {depth}
      <span class="sb-json-key">{name}</span> <Leaf value={value} />
    </>
  );
}

function LineTools({
  line: { path, value },
  root
}: Pick<LineProps, 'line' | 'root'>): VNode {
  return (
    <span class="sb-json-tools">
      <CopyButton
        label={detailStrings.copyValue}
        icon="copy"
        text={() => (typeof value === 'string' ? value : jsonTextOf(value))}
      />
      <CopyButton
        label={detailStrings.copyPath}
        icon="path"
        text={() => jsPath(root, path)}
      />
    </span>
  );
}

function Leaf({ value }: { value: unknown }): VNode {
  const leaf = (kind: string, text: ComponentChildren): VNode => (
    <span class={`sb-json-${kind}`}>{text}</span>
  );
  if (typeof value === 'string') {
    const file = attachmentRefIn(value);
    if (file) {
      return <AttachedFile file={file} />;
    }
    const blob = blobOf(value);
    return blob ? (
      <Binary blob={blob} />
    ) : (
      leaf('string', <LongText text={value} />)
    );
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return leaf('number', String(value));
  }
  if (typeof value === 'object' && value !== null) {
    const bytes = bytesOf(value);
    if (bytes) {
      return <Binary blob={bytes} />;
    }
    return leaf('size', Array.isArray(value) ? '[]' : '{}');
  }
  return leaf('word', String(value));
}
