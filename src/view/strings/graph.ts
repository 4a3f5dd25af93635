import * as trans from './trans';
import { words } from './words';

/** The words of the graph of calls: fetched with it. */
export const graphStrings = words({
  graphOf: trans.__('Who called whom in {name}'),
  calls: trans._n('{count} call', '{count} calls'),
  inAll: trans.__('{time} in all'),
  tokens: trans._n('{count} token', '{count} tokens'),
  calledBy: trans._n('{count} call by {name}', '{count} calls by {name}'),
  times: trans.__('{count}×'),
  callOf: trans._n('Call {place} of {count}', 'Call {place} of {count}'),
  hint: trans.__(
    'A box stands for all spans of its type and name. A click goes to the first of them, another click to the next.'
  ),
  left: trans._n(
    '{count} other kind of span is not drawn.',
    '{count} other kinds of spans are not drawn.'
  )
});
