/** The words of what asks the tracking server, apart from `strings` because they are loaded with it, on demand. */
export const serverStrings = {
  fetchSpans: 'Fetch them from the tracking server',
  showAll: (size: string): string => `Show all ${size}`,
  fetching: (size: string): string =>
    size === '' ? 'Fetching…' : `Fetching… ${size}`,
  cancel: 'Cancel',
  failed: (why: string): string => `That did not work. ${why}`,
  undone: (why: string): string => `Not saved, so it was undone. ${why}`,
  noStoredSpans: 'The tracking server has no spans of this trace.',
  noStoredValue: 'The tracking server does not have this value either.',

  attached: (what: string): string => `${what}, stored beside the trace`,
  loadAttached: 'Load it from the tracking server',
  saveAttached: 'Save the file',
  noServerForFile:
    'Only the tracking server has it, and there is none behind this page.',

  loadMore: (count: number): string =>
    `Load ${count.toLocaleString()} more from the tracking server`,
  noMoreTraces: 'There are no more on the tracking server.',
  loaded: (count: number): string =>
    count === 1
      ? '1 more trace loaded'
      : `${count.toLocaleString()} more traces loaded`,

  marks: 'Tags and feedback of the trace',
  spanFeedback: 'Feedback',
  refresh: 'Refresh',
  refreshed: 'Tags and feedback are as the tracking server has them.',
  done: 'Done',
  moreTags: (count: number): string => `${count.toLocaleString()} more tags`,
  tag: (key: string, value: string): string => `${key}: ${value}`,
  addTag: 'Add a tag',
  changeTag: (key: string): string => `Change the tag ${key}`,
  removeTag: (key: string): string => `Remove the tag ${key}`,
  tagKey: 'Tag',
  tagValue: 'Value',
  tagAdded: (key: string): string => `Tag ${key} saved`,
  tagRemoved: (key: string): string => `Tag ${key} removed`,
  save: 'Save',

  giveFeedback: 'Give feedback',
  giveSpanFeedback: 'Give feedback on this span',
  changeFeedback: (name: string): string => `Change the feedback ${name}`,
  removeAssessment: (name: string): string => `Remove ${name}`,
  feedbackSaved: 'Feedback saved',
  feedbackRemoved: 'Feedback removed',
  feedbackName: 'Name',
  defaultFeedbackName: 'feedback',
  good: 'Good',
  bad: 'Bad',
  score: 'Score',
  words: 'Text',
  value: 'Value',
  comment: 'Comment',
  yes: 'yes',
  no: 'no',
  by: {
    HUMAN: 'person',
    LLM_JUDGE: 'judge',
    CODE: 'code',
    SOURCE_TYPE_UNSPECIFIED: ''
  },
  expected: 'expected',
  issue: 'issue',
  error: (code: string): string => `error ${code}`,
  onThisSpan: (name: string): string => `on ${name}`
} as const;
