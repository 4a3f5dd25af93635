/** The words of the details: fetched with them. */
export const detailStrings = {
  parts: 'Parts of the details',
  tabs: {
    chat: 'Chat',
    documents: 'Documents',
    reranking: 'Order',
    embedding: 'Embedding',
    tool: 'Tool',
    values: 'Input/Output',
    attributes: 'Attributes',
    events: 'Events',
    links: 'Links',
    about: 'Span'
  },
  nothingRecorded: 'This span recorded no inputs, outputs or attributes.',

  model: 'Model',
  firstToken: 'First token',
  after: (time: string): string => `after ${time}`,
  below: 'in the spans below',
  cached: (count: number): string => `${count.toLocaleString()} from the cache`,
  written: (count: number): string =>
    `${count.toLocaleString()} written to the cache`,
  thought: (count: number): string =>
    `${count.toLocaleString()} spent on reasoning`,

  value: 'value',
  copyValue: 'value',
  copyPath: 'path',
  searchIn: (title: string): string => `Search in ${title}`,
  hits: (count: number, isPartial: boolean): string =>
    `${count.toLocaleString()}${isPartial ? ' and more' : ''} ${count === 1 ? 'match' : 'matches'}`,
  asText: 'Raw text',
  asTree: 'Tree',
  tooManyLines: 'More lines are not drawn: fold some, or search.',
  large: (size: string): string =>
    `${size}: too large to be taken apart at once.`,
  takeApart: 'Show as a tree',

  binary: (size: string, mime: string): string =>
    ['binary', size, mime].filter(Boolean).join(', '),
  picture: (mime: string): string => `Picture, ${mime}`,
  enlarge: 'Show larger or smaller',
  showPicture: (size: string): string => `Show the picture (${size})`,
  loadFrom: (type: string, host: string): string => `Load ${type} from ${host}`,
  loadFailed: 'It could not be loaded.',
  elsewhere: (type: string): string => `${type}, kept elsewhere:`,
  media: { image: 'picture', audio: 'sound', video: 'video', file: 'file' },

  stack: 'Stack trace',
  libraryFrames: (count: number): string =>
    count === 1 ? '1 frame of a library' : `${count} frames of libraries`,
  cause: 'Caused by',

  conversation: 'Conversation',
  roles: {
    system: 'System',
    user: 'User',
    assistant: 'Assistant',
    tool: 'Tool'
  },
  answer: 'Answer',
  reasoning: 'Reasoning',
  hiddenReasoning: 'Reasoning that the provider does not show',
  refusal: 'Refused',
  call: (name: string): string => `Call of ${name}`,
  result: 'Result',
  failedResult: 'Result, an error',
  noArguments: 'no arguments',
  toolsOffered: (count: number): string =>
    count === 1 ? '1 tool offered' : `${count.toLocaleString()} tools offered`,
  earlier: (count: number): string =>
    count === 1
      ? 'Show 1 earlier message'
      : `Show ${count.toLocaleString()} earlier messages`,
  finish: (reason: string): string => `ended by: ${reason}`,
  formatted: 'Formatted',
  plain: 'Plain text',
  message: 'message',

  question: 'Asked for',
  score: (score: string): string => `score ${score}`,
  metadata: 'Metadata',
  documents: (count: number): string =>
    count === 1 ? '1 document' : `${count.toLocaleString()} documents`,
  movedUp: (places: number, from: number): string =>
    `up ${places}, was ${from}`,
  movedDown: (places: number, from: number): string =>
    `down ${places}, was ${from}`,
  stayed: 'same place',
  isNew: 'not among the inputs',
  orderBefore: 'Order before',
  vectors: (count: number): string =>
    count === 1 ? '1 vector' : `${count.toLocaleString()} vectors`,
  numbers: (count: number): string => `${count.toLocaleString()} numbers`,
  arguments: 'Arguments',
  noResult: 'No result was recorded.'
} as const;
