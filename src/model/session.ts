import type { JsonText, TraceInfo } from '../bundle/types';
import type { TableRow } from './table-row';

/** The traces of one conversation, earliest first; those of no session come as one group without an id. */
export type Session = {
  readonly id: string | undefined;
  readonly rows: readonly TableRow[];
};

/**
 * The rows by session: sessions in the order in which the rows come, so that a sorted table stays sorted, and last
 * the rows of none. Within a session by time, as a conversation is read.
 */
export function sessionsOf(rows: readonly TableRow[]): readonly Session[] {
  const groups = new Map<string | undefined, TableRow[]>();
  for (const row of rows) {
    const group = groups.get(row.session);
    if (group === undefined) {
      groups.set(row.session, [row]);
    } else {
      group.push(row);
    }
  }
  const loose = groups.get(undefined);
  groups.delete(undefined);
  const sessions = Array.from(groups, ([id, group]) => ({
    id,
    rows: [...group].sort(byTime)
  }));
  return loose === undefined
    ? sessions
    : [...sessions, { id: undefined, rows: loose }];
}

function byTime(a: TableRow, b: TableRow): number {
  return (
    (Number.isNaN(a.time) || Number.isNaN(b.time) ? 0 : a.time - b.time) ||
    a.index - b.index
  );
}

/** What was said in one turn of a conversation. */
export type Turn = { readonly asked: string; readonly answered: string };

/**
 * What a trace was asked and what it answered, in words: the last message of the user, the first choice of a model, the only text of an
 * object; else the preview as it is.
 */
export function turnOf({ requestPreview, responsePreview }: TraceInfo): Turn {
  return { asked: saidIn(requestPreview), answered: saidIn(responsePreview) };
}

function saidIn(text: JsonText | undefined): string {
  if (text === undefined) {
    return '';
  }
  try {
    return wordsOf(JSON.parse(text), 0) ?? text;
  } catch {
    return text; // cut by MLflow, or no JSON
  }
}

/** Members that hold what was said: in the formats of chat models, and as programs name their arguments. */
const SAID_UNDER = [
  'messages',
  'choices',
  'message',
  'content',
  'text',
  'question',
  'query',
  'prompt',
  'input',
  'q',
  'answer',
  'response',
  'output'
];

/** A content part in a content in a message in a choice in an answer. */
const MAX_DEPTH = 6;

function wordsOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return wordsOf(lastOf(value), depth + 1);
  }
  const members = new Map<string, unknown>(Object.entries(value));
  const key = SAID_UNDER.find(name => members.has(name));
  if (key !== undefined) {
    return wordsOf(members.get(key), depth + 1);
  }
  const [only, ...others] = members.values();
  return others.length === 0 ? wordsOf(only, depth + 1) : undefined;
}

/** The last message that is the user's, else the last of all. */
function lastOf(list: readonly unknown[]): unknown {
  return [...list].reverse().find(isUsers) ?? list.at(-1);
}

function isUsers(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'role' in message &&
    (message.role === 'user' || message.role === 'human')
  );
}
