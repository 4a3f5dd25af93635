import * as trans from './trans';
import { words } from './words';

/** The words of the overview of a trace: fetched with it. */
export const overviewStrings = words({
  overviewOf: trans.__('Overview of {name}'),
  facts: trans.__('Trace'),
  started: trans.__('Start'),
  session: trans.__('Session'),
  user: trans.__('User'),
  source: trans.__('Source'),
  steps: trans._n(
    '{count} call of a model, a tool or a retriever',
    '{count} calls of models, tools and retrievers'
  ),
  showSpan: trans.__('Show {name} in the timeline'),
  nothing: trans.__('This trace recorded no inputs or outputs.')
});
