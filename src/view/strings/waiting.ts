import * as trans from './trans';
import { words } from './words';

/** The words about traces that no server has yet. They tell of a moment, as a saved notebook goes on saying it. */
export const waitingStrings = words({
  waiting: trans._n(
    '{count} trace waiting for {server} (as of {time})',
    '{count} traces waiting for {server} (as of {time})'
  ),
  waitingHint: trans.__(
    'The tracking server had not taken them then. They are sent when it does, and this line goes.'
  )
});
