/** Every word that the view shows, in one place so that it can be translated; counts are given as numbers. */
export const strings = {
  status: {
    OK: 'OK',
    ERROR: 'Error',
    IN_PROGRESS: 'Running',
    STATE_UNSPECIFIED: 'Unknown'
  },
  untitled: 'unnamed trace',
  unnamedSpan: 'unnamed span',
  spans: (count: number): string =>
    count === 1 ? '1 span' : `${count.toLocaleString()} spans`,
  errors: (count: number): string =>
    count === 1 ? '1 error' : `${count.toLocaleString()} errors`,
  tokens: (input: number, output: number): string =>
    `${input.toLocaleString()} → ${output.toLocaleString()} tokens`,
  tokensHint: (total: number): string =>
    `Tokens in → out, ${total.toLocaleString()} in total`,
  traces: (count: number): string => `${count.toLocaleString()} traces`,
  showMoreTraces: (count: number): string =>
    `Show ${count.toLocaleString()} more traces`,
  notInBundle: (count: number): string =>
    count === 1
      ? '1 more trace of this cell is not kept in the notebook.'
      : `${count.toLocaleString()} more traces of this cell are not kept in the notebook.`,
  noTraces: 'No traces.',
  noSpans: 'The spans of this trace are not kept in the notebook.',

  timeline: (name: string): string => `Timeline of ${name}`,
  nameColumn: 'Span',
  durationColumn: 'Duration',
  resize: 'Height of the timeline',
  running: 'running',
  error: 'error',
  unknownDuration: 'unknown duration',
  moreRows: (count: number): string =>
    count === 1
      ? 'and 1 more span'
      : `and ${count.toLocaleString()} more spans`,
  ofTrace: (percent: number): string => `${percent} % of the trace`,
  startsAt: (time: string): string => `starts at ${time}`,

  details: (name: string): string => `Details of ${name}`,
  close: 'Close the details',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying is not allowed here',
  inputs: 'Inputs',
  outputs: 'Outputs',
  attributes: 'Attributes',
  events: 'Events',
  exceptions: 'Exceptions',
  links: 'Links',
  about: 'Span',
  start: 'Start',
  duration: 'Duration',
  selfTime: (time: string): string => `${time} of its own`,
  tokenUsage: 'Tokens',
  cost: 'Cost',
  status_: 'Status',
  spanId: 'Span id',
  parentId: 'Parent id',
  traceId: 'Trace id',
  showAll: (size: string): string => `Show all (${size})`,
  showNext: (part: string, all: string): string =>
    `Show ${part} more of ${all}`,
  showLess: 'Show less',
  showMore: (count: number): string => `${count.toLocaleString()} more`,
  items: (count: number): string =>
    count === 1 ? '1 item' : `${count.toLocaleString()} items`,
  keys: (count: number): string =>
    count === 1 ? '1 key' : `${count.toLocaleString()} keys`,
  truncated: (full: string, kept: string): string =>
    `Cut to keep the notebook small: ${kept} of ${full} are here.`,

  warnings: (count: number): string =>
    count === 1 ? '1 oddity' : `${count.toLocaleString()} oddities`,
  failedTitle: 'This trace cannot be shown',
  failedInside: 'Spanbook failed while drawing this trace.',
  moreErrors: (count: number): string =>
    count === 1 ? 'and 1 more problem' : `and ${count} more problems`,
  notLoaded: (why: string): string =>
    `This part of Spanbook could not be loaded; reload the page. (${why})`,

  tagsAndFeedback: 'Tags and feedback',

  // Find and tools
  tools: 'Tools of the trace',
  find: 'Find and filter',
  marks: { hit: 'match', current: 'current match', kept: 'not a match itself' },

  // The output as a whole
  thisOutput: 'This output',
  hideOutput: 'Hide this output',
  openAll: 'Expand all traces of this output',
  closeAll: 'Collapse all traces of this output'
} as const;
