import type { Command } from '../timeline/key-map';

/** The words of what is fetched after the timeline's first picture; see `strings.ts`. */
export const timelineStrings = {
  criticalPath: 'Critical path',
  /** `parts` are the spans that take most of it. */
  criticalPathOf: (parts: string, others: number): string =>
    `Critical path: ${parts}${others === 0 ? '' : others === 1 ? ', and 1 span more' : `, and ${others.toLocaleString()} spans more`}`,
  shareOf: (name: string, percent: number): string =>
    `${name} ${percent < 1 ? '< 1' : Math.round(percent)} %`,
  onCriticalPath: (percent: number): string =>
    `on the critical path, ${percent < 1 ? '< 1' : Math.round(percent)} % of it`,
  leadsToCriticalPath: 'on the critical path',
  noCriticalPath: 'Critical path off',
  before: 'before the visible time',
  after: 'after the visible time',
  events: (count: number): string =>
    count === 1 ? '1 event' : `${count.toLocaleString()} events`,
  exception: (type: string): string => `exception ${type}`,
  eventAt: (name: string, time: string): string => `${name}, at ${time}`,
  unnamedEvent: 'event',

  allTime: 'All of the time is visible',
  visibleTime: (from: string, to: string): string =>
    `Visible time: ${from} to ${to}`,
  levelsShown: (count: number): string =>
    count === 1 ? '1 level is shown' : `${count} levels are shown`,
  allLevels: 'All levels',
  levels: 'Levels',
  firstLevels: (count: number): string =>
    count === 1 ? '1 level' : `${count} levels`,
  noErrors: 'No span of this trace failed',
  errorAt: (place: number, count: number): string =>
    `Error ${place} of ${count}`,
  noSlowest: 'No span has a time of its own',
  slowestAt: (place: number, count: number): string =>
    `Slowest ${place} of ${count}`,

  icicle: 'Icicle',
  icicleOf: (name: string): string =>
    `Icicle of the same spans as in the timeline: ${name}`,
  icicleBy: { time: 'Time', self: 'Own time', tokens: 'Tokens' },
  widthBy: 'Width by',
  share: (percent: number): string => `${percent} %`,
  tokens: (count: number): string =>
    count === 1 ? '1 token' : `${count.toLocaleString()} tokens`,

  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Show all of the time',
  help: 'Keys and gestures',
  closeHelp: 'Close the help',
  keysTitle: 'Keys, while a row of the timeline has the focus',
  gesturesTitle: 'Mouse and touch',
  or: 'or',
  to: 'to',
  commands: {
    row: 'Row above, row below',
    expand: 'Unfold the span, then go to its first child',
    collapse: 'Fold the span, then go to its parent',
    ends: 'First row, last row',
    page: 'A page up, a page down',
    siblings: 'Unfold the span and all beside it; fold them when all are open',
    levels: 'Show that many levels of the tree',
    detail: 'Open the details and go there',
    select: 'Open the details and stay',
    back: 'From the details back to the row, then close them',
    find: 'Find and filter',
    'next-hit': 'Next hit',
    'previous-hit': 'Previous hit',
    'next-error': 'Next span that failed',
    'previous-error': 'Previous span that failed',
    slowest: 'The span with the longest time of its own, then the next one',
    'zoom-in': 'Zoom in',
    'zoom-out': 'Zoom out',
    'zoom-reset': 'Show all of the time',
    'pan-left': 'Earlier',
    'pan-right': 'Later',
    'critical-path': 'Critical path on and off',
    icicle: 'Icicle on and off',
    help: 'This help'
  } satisfies Readonly<Record<Command, string>>,
  keyNames: {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    'Shift+ArrowLeft': 'Shift + ←',
    'Shift+ArrowRight': 'Shift + →',
    PageUp: 'Page ↑',
    PageDown: 'Page ↓',
    Escape: 'Esc',
    ' ': 'Space',
    '-': '−'
  },
  gestures: [
    ['Ctrl or ⌘ + wheel, pinch', 'Zoom at the pointer'],
    ['Shift + wheel', 'Earlier, later'],
    ['Drag on the time axis', 'Zoom to that time'],
    ['Double click on a bar', 'Zoom to the span'],
    ['Double click on the time axis', 'Show all of the time'],
    ['Drag on the strip above', 'Choose, move or widen the visible time'],
    ['Wheel', 'Scroll the rows, once one of them has the focus']
  ]
} as const;
