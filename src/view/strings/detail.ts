import * as trans from './trans';
import { words } from './words';

/** The words of the details: fetched with them. */
export const detailStrings = words({
  parts: trans.__('Parts of the details'),
  tabs: {
    chat: trans.__('Chat'),
    documents: trans.__('Documents'),
    reranking: trans.__('Order'),
    embedding: trans.__('Embedding'),
    tool: trans.__('Tool'),
    values: trans.__('Input/Output'),
    attributes: trans.__('Attributes'),
    events: trans.__('Events'),
    links: trans.__('Links'),
    about: trans.__('Span')
  },
  nothingRecorded: trans.__(
    'This span recorded no inputs, outputs or attributes.'
  ),

  model: trans.__('Model'),
  firstToken: trans.__('First token'),
  after: trans.__('after {time}'),
  below: trans.__('in the spans below'),
  cached: trans.__('{count} from the cache'),
  written: trans.__('{count} written to the cache'),
  thought: trans.__('{count} spent on reasoning'),

  value: trans.__('value'),
  copyValue: trans.__('value'),
  copyPath: trans.__('path'),
  searchIn: trans.__('Search in {title}'),
  hits: trans._n('{count} match', '{count} matches'),
  hitsAndMore: trans._n('{count} and more match', '{count} and more matches'),
  asText: trans.__('Raw text'),
  asTree: trans.__('Tree'),
  tooManyLines: trans.__('More lines are not drawn: fold some, or search.'),
  large: trans.__('{size}: too large to be taken apart at once.'),
  takeApart: trans.__('Show as a tree'),

  binary: trans.__('binary'),
  picture: trans.__('Picture, {mime}'),
  enlarge: trans.__('Show larger or smaller'),
  showPicture: trans.__('Show the picture ({size})'),
  loadFrom: trans.__('Load {type} from {host}'),
  loadFailed: trans.__('It could not be loaded.'),
  elsewhere: trans.__('{type}, kept elsewhere:'),
  media: {
    image: trans.__('picture'),
    audio: trans.__('sound'),
    video: trans.__('video'),
    file: trans.__('file')
  },

  stack: trans.__('Stack trace'),
  libraryFrames: trans._n(
    '{count} frame of a library',
    '{count} frames of libraries'
  ),
  cause: trans.__('Caused by'),

  conversation: trans.__('Conversation'),
  roles: {
    system: trans.__('System'),
    user: trans.__('User'),
    assistant: trans.__('Assistant'),
    tool: trans.__('Tool')
  },
  answer: trans.__('Answer'),
  reasoning: trans.__('Reasoning'),
  hiddenReasoning: trans.__('Reasoning that the provider does not show'),
  refusal: trans.__('Refused'),
  call: trans.__('Call of {name}'),
  result: trans.__('Result'),
  failedResult: trans.__('Result, an error'),
  noArguments: trans.__('no arguments'),
  toolsOffered: trans._n('{count} tool offered', '{count} tools offered'),
  earlier: trans._n(
    'Show {count} earlier message',
    'Show {count} earlier messages'
  ),
  finish: trans.__('ended by: {reason}'),
  formatted: trans.__('Formatted'),
  plain: trans.__('Plain text'),
  message: trans.__('message'),

  question: trans.__('Asked for'),
  score: trans.__('score {score}'),
  metadata: trans.__('Metadata'),
  documents: trans._n('{count} document', '{count} documents'),
  movedUp: trans.__('up {places}, was {from}'),
  movedDown: trans.__('down {places}, was {from}'),
  stayed: trans.__('same place'),
  isNew: trans.__('not among the inputs'),
  orderBefore: trans.__('Order before'),
  vectors: trans._n('{count} vector', '{count} vectors'),
  numbers: trans._n('{count} number', '{count} numbers'),
  arguments: trans.__('Arguments'),
  noResult: trans.__('No result was recorded.')
});
