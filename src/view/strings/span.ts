import * as trans from './trans';
import { words } from './words';

/** The words of what a span holds, wherever it is shown: details, comparison, copies. */
export const spanStrings = words({
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
  )
});
