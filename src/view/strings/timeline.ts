import type { Command } from '../timeline/key-map';
import * as trans from './trans';
import { words } from './words';

/** The words of what is fetched after the timeline's first picture. */
export const timelineStrings = words({
  criticalPath: trans.__('Critical path'),
  /** `parts` are the spans that take most of it. */
  criticalPathOf: trans.__('Critical path: {parts}'),
  criticalPathAnd: trans._n(
    'Critical path: {parts}, and {count} span more',
    'Critical path: {parts}, and {count} spans more'
  ),
  shareOf: trans.__('{name} {percent} %'),
  onCriticalPath: trans.__('on the critical path, {percent} % of it'),
  lessThanOne: trans.__('< 1'),
  leadsToCriticalPath: trans.__('on the critical path'),
  noCriticalPath: trans.__('Critical path off'),
  before: trans.__('before the visible time'),
  after: trans.__('after the visible time'),
  events: trans._n('{count} event', '{count} events'),
  exception: trans.__('exception {type}'),
  eventAt: trans.__('{name}, at {time}'),
  unnamedEvent: trans.__('event'),

  allTime: trans.__('All of the time is visible'),
  visibleTime: trans.__('Visible time: {from} to {to}'),
  levelsShown: trans._n('{count} level is shown', '{count} levels are shown'),
  allLevels: trans.__('All levels'),
  levels: trans.__('Levels'),
  firstLevels: trans._n('{count} level', '{count} levels'),
  noErrors: trans.__('No span of this trace failed'),
  errorAt: trans.__('Error {place} of {count}'),
  noSlowest: trans.__('No span has a time of its own'),
  slowestAt: trans.__('Slowest {place} of {count}'),

  assessments: trans._n('{count} assessment', '{count} assessments'),

  overview: trans.__('Overview'),
  graph: trans.__('Graph of calls'),
  icicle: trans.__('Icicle'),
  icicleOf: trans.__('Icicle of the same spans as in the timeline: {name}'),
  icicleBy: {
    time: trans.__('Time'),
    self: trans.__('Own time'),
    tokens: trans.__('Tokens')
  },
  widthBy: trans.__('Width by'),
  share: trans.__('{percent} %'),
  tokens: trans._n('{count} token', '{count} tokens'),

  zoomIn: trans.__('Zoom in'),
  zoomOut: trans.__('Zoom out'),
  zoomReset: trans.__('Show all of the time'),
  help: trans.__('Keys and gestures'),
  closeHelp: trans.__('Close the help'),
  keysTitle: trans.__('Keys, while a row of the timeline has the focus'),
  gesturesTitle: trans.__('Mouse and touch'),
  or: trans.__('or'),
  to: trans.__('to'),
  commands: {
    row: trans.__('Row above, row below'),
    expand: trans.__('Unfold the span, then go to its first child'),
    collapse: trans.__('Fold the span, then go to its parent'),
    ends: trans.__('First row, last row'),
    page: trans.__('A page up, a page down'),
    siblings: trans.__(
      'Unfold the span and all beside it; fold them when all are open'
    ),
    levels: trans.__('Show that many levels of the tree'),
    detail: trans.__('Open the details and go there'),
    select: trans.__('Open the details and stay'),
    back: trans.__('From the details back to the row, then close them'),
    find: trans.__('Find and filter'),
    'next-hit': trans.__('Next hit'),
    'previous-hit': trans.__('Previous hit'),
    'next-error': trans.__('Next span that failed'),
    'previous-error': trans.__('Previous span that failed'),
    slowest: trans.__(
      'The span with the longest time of its own, then the next one'
    ),
    'zoom-in': trans.__('Zoom in'),
    'zoom-out': trans.__('Zoom out'),
    'zoom-reset': trans.__('Show all of the time'),
    'pan-left': trans.__('Earlier'),
    'pan-right': trans.__('Later'),
    'critical-path': trans.__('Critical path on and off'),
    overview: trans.__('Overview on and off'),
    graph: trans.__('Graph of calls on and off'),
    icicle: trans.__('Icicle on and off'),
    help: trans.__('This help')
  } satisfies Readonly<Record<Command, string>>,
  keyNames: {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    'Shift+ArrowLeft': trans.__('Shift + ←'),
    'Shift+ArrowRight': trans.__('Shift + →'),
    PageUp: trans.__('Page ↑'),
    PageDown: trans.__('Page ↓'),
    Home: trans.__('Home'),
    End: trans.__('End'),
    Enter: trans.__('Enter'),
    Escape: trans.__('Esc'),
    ' ': trans.__('Space'),
    '-': '−'
  },
  gestures: {
    pinch: {
      how: trans.__('Ctrl or ⌘ + wheel, pinch'),
      what: trans.__('Zoom at the pointer')
    },
    shiftWheel: {
      how: trans.__('Shift + wheel'),
      what: trans.__('Earlier, later')
    },
    dragAxis: {
      how: trans.__('Drag on the time axis'),
      what: trans.__('Zoom to that time')
    },
    doubleClickBar: {
      how: trans.__('Double click on a bar'),
      what: trans.__('Zoom to the span')
    },
    doubleClickAxis: {
      how: trans.__('Double click on the time axis'),
      what: trans.__('Show all of the time')
    },
    dragStrip: {
      how: trans.__('Drag on the strip above'),
      what: trans.__('Choose, move or widen the visible time')
    },
    wheel: {
      how: trans.__('Wheel'),
      what: trans.__('Scroll the rows, once one of them has the focus')
    }
  }
});
