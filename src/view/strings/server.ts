import * as trans from './trans';
import { words } from './words';

/** The words of what asks the tracking server, apart from `strings` because they are loaded with it, on demand. */
export const serverStrings = words({
  fetchSpans: trans.__('Fetch them from the tracking server'),
  showAll: trans.__('Show all {size}'),
  fetching: trans.__('Fetching…'),
  fetched: trans.__('Fetching… {size}'),
  cancel: trans.__('Cancel'),
  failed: trans.__('That did not work. {why}'),
  undone: trans.__('Not saved, so it was undone. {why}'),
  noStoredSpans: trans.__('The tracking server has no spans of this trace.'),
  noStoredValue: trans.__(
    'The tracking server does not have this value either.'
  ),

  attached: trans.__('{what}, stored beside the trace'),
  loadAttached: trans.__('Load it from the tracking server'),
  saveAttached: trans.__('Save the file'),
  noServerForFile: trans.__(
    'Only the tracking server has it, and there is none behind this page.'
  ),

  loadMore: trans.__('Load {count} more from the tracking server'),
  noMoreTraces: trans.__('There are no more on the tracking server.'),
  loaded: trans._n('{count} more trace loaded', '{count} more traces loaded'),

  marks: trans.__('Tags and feedback of the trace'),
  spanFeedback: trans.__('Feedback'),
  refresh: trans.__('Refresh'),
  refreshed: trans.__('Tags and feedback are as the tracking server has them.'),
  done: trans.__('Done'),
  prompts: trans.__('Prompts'),
  version: trans.__('version {version}'),
  moreTags: trans._n('{count} more tag', '{count} more tags'),
  tag: trans.__('{key}: {value}'),
  addTag: trans.__('Add a tag'),
  changeTag: trans.__('Change the tag {key}'),
  removeTag: trans.__('Remove the tag {key}'),
  tagKey: trans.__('Tag'),
  tagValue: trans.__('Value'),
  tagAdded: trans.__('Tag {key} saved'),
  tagRemoved: trans.__('Tag {key} removed'),
  save: trans.__('Save'),

  giveFeedback: trans.__('Give feedback'),
  giveSpanFeedback: trans.__('Give feedback on this span'),
  changeFeedback: trans.__('Change the feedback {name}'),
  removeAssessment: trans.__('Remove {name}'),
  feedbackSaved: trans.__('Feedback saved'),
  feedbackRemoved: trans.__('Feedback removed'),
  feedbackName: trans.__('Name'),
  good: trans.__('Good'),
  bad: trans.__('Bad'),
  score: trans.__('Score'),
  words: trans.__('Text'),
  value: trans.__('Value'),
  comment: trans.__('Comment'),
  yes: trans.__('yes'),
  no: trans.__('no'),
  by: {
    HUMAN: trans.__('person'),
    LLM_JUDGE: trans.__('judge'),
    CODE: trans.__('code')
  },
  expected: trans.__('expected'),
  issue: trans.__('issue'),
  error: trans.__('error {code}'),
  onThisSpan: trans.__('on {name}')
});
