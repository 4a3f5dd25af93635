import { isList, isObject } from '../bundle/read-json';

/**
 * How things stand with the tracking server: four states that Jupyter's server tells of (`spanbook/backend.py`), "off"
 * where Spanbook's server extension does not run, "away" when nobody answers, "unknown" when the answer says nothing.
 */
export type ServerState =
  'starting' | 'ready' | 'failed' | 'external' | 'off' | 'away' | 'unknown';

export type ServerStatus = {
  readonly state: ServerState;
  /** What there is to know, in a sentence or two for the reader. */
  readonly message: string;
  /** Where kernels send their traces; without credentials. */
  readonly trackingUri?: string;
  /** The last lines that a server has left which failed, oldest first. */
  readonly log: readonly string[];
};

const TOLD: readonly ServerState[] = [
  'starting',
  'ready',
  'failed',
  'external'
];

/** Reads the answer of `spanbook/status`. A state that this version does not know is "unknown". @throws SyntaxError */
export function statusIn(text: string): ServerStatus {
  const { state, message, tracking_uri: uri, log } = objectIn(text);
  return {
    state: TOLD.find(told => told === state) ?? 'unknown',
    message: typeof message === 'string' ? message : '',
    ...(typeof uri === 'string' && { trackingUri: uri }),
    log: textsIn(log)
  };
}

/** Reads the answer of `spanbook/log`, oldest line first. @throws SyntaxError */
export function linesIn(text: string): readonly string[] {
  return textsIn(objectIn(text).lines);
}

type Answer = Readonly<
  Partial<
    Record<'state' | 'message' | 'tracking_uri' | 'log' | 'lines', unknown>
  >
>;

function objectIn(text: string): Answer {
  const answer: unknown = JSON.parse(text);
  return isObject(answer) ? answer : {};
}

function textsIn(list: unknown): readonly string[] {
  return isList(list) ? list.filter(line => typeof line === 'string') : [];
}
