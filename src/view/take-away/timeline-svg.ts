import { formatDuration } from '../format-duration';
import { wellFormed } from '../../bundle/text';
import { EXPAND_ALL } from '../../layout/collapsed-rows';
import { labelledTicks, ticks } from '../../layout/ticks';
import { timelineRows } from '../../layout/timeline-rows';
import type { TimelineRow } from '../../layout/types';
import { visibleRows } from '../../layout/visible-rows';
import type { Trace } from '../../model/types';
import { kindOf, letterOf, type SpanKind } from '../timeline/span-kind';
import { strings } from '../strings/first-picture';
import { localised } from '../strings/language';

/** A drawing of its own, to be put into a document: sizes in CSS pixels. */
export type Drawing = {
  readonly text: string;
  readonly width: number;
  readonly height: number;
};

/** More rows make a picture that no page and no canvas takes; what is left out is counted in its last line. */
export const MAX_ROWS = 1000;

const WIDTH = 960;
const ROW = 22;
const HEAD = 52;
const NAME = 340;
const DURATION = 80;
const BAR = WIDTH - NAME - DURATION - 12;
const BAR_LEFT = NAME + DURATION;
const MAX_INDENT = 8;

/** The light colours of `style/tokens.css`: a picture has no theme, and paper is white. */
const KINDS: Readonly<Record<SpanKind, string>> = {
  agent: '#8e4585',
  model: '#0072b2',
  tool: '#c85200',
  retrieval: '#00805e',
  chain: '#3c92c8',
  other: '#7a7a7a'
};
const TEXT = '#1f1f1f';
const MUTED = '#5c5c5c';
const LINE = '#dddddd';
const ERROR = '#b3261e';

/** The whole timeline of a trace as SVG text: shapes and text only, so that it shows anywhere and runs nothing. */
export function timelineSvg(trace: Trace, maxRows = MAX_ROWS): Drawing {
  const visible = visibleRows(trace, EXPAND_ALL);
  const shown = Math.min(visible.count, maxRows);
  const rows = timelineRows(trace, {
    visible,
    window: { first: 0, last: shown, offset: 0 },
    range: { start: trace.start, end: trace.end },
    collapsed: EXPAND_ALL
  });
  const rest = visible.count - shown;
  const height = HEAD + (shown + (rest > 0 ? 1 : 0)) * ROW + 8;
  const parts = [
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...headParts(trace),
    ...axisParts(trace, height),
    ...rows.flatMap(rowParts),
    ...(rest > 0
      ? [
          label(
            10,
            HEAD + shown * ROW + 15,
            strings.moreRows(rest),
            fill(MUTED)
          )
        ]
      : [])
  ];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(strings.timeline(trace.name))}">${parts.join('')}</svg>`;
  return { text, width: WIDTH, height };
}

function headParts({ name, state, start, end, spans }: Trace): string[] {
  const facts = [
    strings.status[state],
    formatDuration(end - start),
    strings.spans(spans.count)
  ].join(' · ');
  return [
    label(
      10,
      20,
      short(name || strings.untitled, 90),
      `${fill(TEXT)} font-weight="600" font-size="14"`
    ),
    label(WIDTH - 12, 20, facts, `${fill(MUTED)} text-anchor="end"`)
  ];
}

function axisParts({ start, end }: Trace, height: number): string[] {
  const marks = ticks(start, end, BAR);
  const lines = marks.map(({ at }) => {
    const x = round(BAR_LEFT + at * BAR);
    return `<path d="M${x} ${HEAD - 4}V${height - 8}" stroke="${LINE}"/>`;
  });
  const labels = labelledTicks(marks, BAR).map(tick =>
    label(
      round(BAR_LEFT + tick.at * BAR) + 3,
      HEAD - 10,
      localised(tick.label),
      `${fill(MUTED)} font-size="10"`
    )
  );
  return [...lines, ...labels];
}

function rowParts(row: TimelineRow): string[] {
  const top = HEAD + row.index * ROW;
  const x = 10 + 12 * Math.min(row.depth, MAX_INDENT);
  const kind = kindOf(row.spanType);
  const room = Math.floor((NAME - x - 30) / 6.4);
  const name = `${row.isError ? '⚠ ' : ''}${row.name || strings.unnamedSpan}`;
  const duration = row.isRunning
    ? strings.running
    : formatDuration(row.duration);
  return [
    `<rect x="${x}" y="${top + 4}" width="15" height="15" rx="3" fill="${KINDS[kind]}"/>`,
    label(
      x + 7.5,
      top + 15,
      letterOf(kind),
      `${fill('#ffffff')} text-anchor="middle" font-size="10" font-weight="700"`
    ),
    label(
      x + 21,
      top + 15,
      short(name, room),
      fill(row.isError ? ERROR : TEXT)
    ),
    label(
      NAME + DURATION - 10,
      top + 15,
      duration,
      `${fill(MUTED)} text-anchor="end"`
    ),
    ...barParts(row, top, KINDS[kind])
  ];
}

function barParts(
  { bar, isError }: TimelineRow,
  top: number,
  colour: string
): string[] {
  if (bar === null) {
    return [];
  }
  const stroke = isError ? ` stroke="${ERROR}" stroke-width="1.5"` : '';
  const width = Math.max(2, round(bar.width * BAR));
  return [
    `<rect x="${round(BAR_LEFT + bar.left * BAR)}" y="${top + 6}" width="${width}" height="10" rx="2" ${fill(colour)}${stroke}/>`
  ];
}

/** `style` is attributes of SVG, never text of the trace. */
function label(x: number, y: number, text: string, style: string): string {
  return `<text x="${x}" y="${y}" ${style}>${escaped(text)}</text>`;
}

function fill(colour: string): string {
  return `fill="${colour}"`;
}

/** Text of at most so many characters, on one line. */
function short(text: string, characters: number): string {
  const all = Array.from(text.slice(0, 4 * characters).replace(/\s+/g, ' '));
  return all.length <= characters
    ? all.join('')
    : `${all.slice(0, Math.max(1, characters - 1)).join('')}…`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

/** XML has no control characters, not even escaped, and no lone surrogates. */
function escaped(text: string): string {
  return wellFormed(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, found => ENTITIES[found] ?? '');
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
