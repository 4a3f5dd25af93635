import { messageOf } from '../../diag';
import { canBeConcealed, conceal } from '../../recording/concealed';
import { valueAt } from '../patching/patch';
import { NOT_RECORDED, secretsIn } from './secrets';

/** What decides how much of an error is recorded. */
type Discretion = {
  readonly captureContent: boolean;
  /** Texts that must not be recorded; a function is asked only when there is an error. */
  readonly secrets: readonly string[] | (() => readonly string[]);
};

/** The error itself, unless it says what must not be recorded; the caller gets the error itself in any case. */
export function shownError(
  error: unknown,
  { captureContent, secrets: known }: Discretion
): unknown {
  const said = textsOf(error).join('\n');
  const secrets = (typeof known === 'function' ? known() : known).filter(
    secret => canBeConcealed(secret) && said.includes(secret)
  );
  // Who refuses a key may repeat it, and not every library shows us which key it has.
  const isSecret = isRefusal(error) || secrets.length > 0;
  concealAll(secretsIn(said), NOT_RECORDED);
  if (captureContent && !isSecret) {
    return error;
  }
  const shown = withoutText(error);
  if (isSecret) {
    conceal(messageOf(error), shown.message);
    concealAll(secrets, NOT_RECORDED);
  }
  return shown;
}

function concealAll(texts: readonly string[], shown: string): void {
  for (const text of texts) {
    conceal(text, shown);
  }
}

/** An error that says of another its class and its status alone. */
function withoutText(error: unknown): Error {
  const status = statusOf(error);
  const shown = new Error(
    typeof status === 'number' ? `status ${status}` : NOT_RECORDED
  );
  shown.name = classOf(error);
  delete shown.stack;
  return shown;
}

/** Causes that are followed; a chain may be circular. */
const MAX_CAUSES = 8;

/** What an error and its causes say. */
function textsOf(error: unknown, depth = 0): readonly string[] {
  const cause = valueAt(error, 'cause');
  return cause === undefined || depth >= MAX_CAUSES
    ? [messageOf(error)]
    : [messageOf(error), ...textsOf(cause, depth + 1)];
}

/** The HTTP status of the answer that an error stands for, by whichever name a library gives it. */
function statusOf(error: unknown): unknown {
  return [
    ['status'],
    ['statusCode'],
    ['status_code'],
    ['$metadata', 'httpStatusCode']
  ]
    .map(path => valueAt(error, ...path))
    .find(status => typeof status === 'number');
}

/** Names of such errors. AWS's repeat what was signed, with the token of the session. */
const REFUSED_KEY =
  /Authentication|UnrecognizedClient|InvalidSignature|IncompleteSignature|(Expired|Invalid)Token/;

/** True for the refusal of a key, and for what was caused by one: a stack tells of causes too. */
function isRefusal(error: unknown, depth = 0): boolean {
  const cause = valueAt(error, 'cause');
  return (
    statusOf(error) === 401 ||
    REFUSED_KEY.test(String(valueAt(error, 'name'))) ||
    (cause !== undefined && depth < MAX_CAUSES && isRefusal(cause, depth + 1))
  );
}

function classOf(error: unknown): string {
  const name = valueAt(error, 'constructor', 'name');
  return typeof name === 'string' ? name : 'Error';
}
