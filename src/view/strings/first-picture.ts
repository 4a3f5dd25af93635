import * as trans from './trans';
import { words } from './words';

/** The words of the first picture of a trace, and what all parts share; each other part has a file of its own. */
export const strings = words({
  status: {
    OK: trans.__('OK'),
    ERROR: trans.__('Error'),
    IN_PROGRESS: trans.__('Running'),
    STATE_UNSPECIFIED: trans.__('Unknown')
  },
  untitled: trans.__('unnamed trace'),
  unnamedSpan: trans.__('unnamed span'),
  spans: trans._n('{count} span', '{count} spans'),
  errors: trans._n('{count} error', '{count} errors'),
  tokens: trans.__('{input} → {output} tokens'),
  tokensHint: trans.__('Tokens in → out, {total} in total'),
  traces: trans._n('{count} trace', '{count} traces'),
  showMoreTraces: trans._n(
    'Show {count} more trace',
    'Show {count} more traces'
  ),
  notInBundle: trans._n(
    '{count} more trace of this cell is not kept in the notebook.',
    '{count} more traces of this cell are not kept in the notebook.'
  ),
  noTraces: trans.__('No traces.'),
  noSpans: trans.__('The spans of this trace are not kept in the notebook.'),

  timeline: trans.__('Timeline of {name}'),
  nameColumn: trans.__('Span'),
  durationColumn: trans.__('Duration'),
  resize: trans.__('Height of the timeline'),
  running: trans.__('running'),
  error: trans.__('error'),
  unknownDuration: trans.__('unknown duration'),
  moreRows: trans._n('and {count} more span', 'and {count} more spans'),
  ofTrace: trans.__('{percent} % of the trace'),
  startsAt: trans.__('starts at {time}'),

  details: trans.__('Details of {name}'),
  close: trans.__('Close the details'),
  copy: trans.__('Copy'),
  copied: trans.__('Copied'),
  copyFailed: trans.__('Copying is not allowed here'),
  inputs: trans.__('Inputs'),
  outputs: trans.__('Outputs'),
  attributes: trans.__('Attributes'),
  events: trans.__('Events'),
  exceptions: trans.__('Exceptions'),
  links: trans.__('Links'),
  about: trans.__('Span'),
  start: trans.__('Start'),
  duration: trans.__('Duration'),
  selfTime: trans.__('{time} of its own'),
  tokenUsage: trans.__('Tokens'),
  cost: trans.__('Cost'),
  status_: trans.__('Status'),
  spanId: trans.__('Span id'),
  parentId: trans.__('Parent id'),
  traceId: trans.__('Trace id'),
  showAll: trans.__('Show all ({size})'),
  showNext: trans.__('Show {part} more of {all}'),
  showLess: trans.__('Show less'),
  showMore: trans.__('{count} more'),
  items: trans._n('{count} item', '{count} items'),
  keys: trans._n('{count} key', '{count} keys'),
  truncated: trans.__(
    'Cut to keep the notebook small: {kept} of {full} are here.'
  ),

  warnings: trans._n('{count} oddity', '{count} oddities'),
  failedTitle: trans.__('This trace cannot be shown'),
  failedInside: trans.__('Spanbook failed while drawing this trace.'),
  moreErrors: trans._n('and {count} more problem', 'and {count} more problems'),
  notLoaded: trans.__(
    'This part of Spanbook could not be loaded; reload the page. ({why})'
  ),

  tagsAndFeedback: trans.__('Tags and feedback'),

  // Find and tools
  tools: trans.__('Tools of the trace'),
  find: trans.__('Find and filter'),
  marks: {
    hit: trans.__('match'),
    current: trans.__('current match'),
    kept: trans.__('not a match itself')
  },

  // The output as a whole
  thisOutput: trans.__('This output'),
  hideOutput: trans.__('Hide this output'),
  openAll: trans.__('Expand all traces of this output'),
  closeAll: trans.__('Collapse all traces of this output')
});
