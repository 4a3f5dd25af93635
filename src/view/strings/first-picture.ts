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
  noTraces: trans.__('No traces.'),
  noSpans: trans.__('The spans of this trace are not kept in the notebook.'),

  timeline: trans.__('Timeline of {name}'),
  nameColumn: trans.__('Span'),
  durationColumn: trans.__('Duration'),
  running: trans.__('running'),
  error: trans.__('error'),
  unknownDuration: trans.__('unknown duration'),
  moreRows: trans._n('and {count} more span', 'and {count} more spans'),
  ofTrace: trans.__('{percent} % of the trace'),
  startsAt: trans.__('starts at {time}'),
  details: trans.__('Details of {name}'),
  close: trans.__('Close the details'),
  resize: trans.__('Height of the timeline'),

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
