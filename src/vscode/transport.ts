import { Refusal } from '../tracking/refusal';
import type { Transport, TransportWords } from '../tracking/requests';
import { english } from '../tracking/words';
import type { Turns } from './turns';

/** A tracking server, and what this reader shows it. */
export type Destination = {
  /** Ends in a slash. */
  readonly address: string;
  /** The header that tells who asks. */
  readonly authorization: string | undefined;
};

/** The way from the extension to the tracking server. A redirect is refused: it would take the credentials along. */
export function transportTo(
  { address, authorization }: Destination,
  words: TransportWords,
  turns: Turns
): Transport {
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (authorization !== undefined) {
      headers.set('Authorization', authorization);
    }
    const response = await fetch(`${address}${path}`, {
      ...init,
      headers,
      redirect: 'manual',
      credentials: 'omit'
    });
    if (isRedirect(response)) {
      throw new Refusal(words.page, response.status);
    }
    return response;
  };
  return {
    send: (path, init) => turns.take(() => send(path, init)),
    words,
    trans: english
  };
}

/** In Node the answer itself; in a browser a blank one. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/** What the reader is told of the way to the server at `origin`. `isEdit`: the call would have changed something. */
export function wordsFor(origin: string, isEdit: boolean): TransportWords {
  return {
    page: `A page or another address came from ${origin} in place of an answer, mostly to log in: "spanbook.trackingUri" must lead to MLflow itself.`,
    refused: isEdit
      ? `${origin} lets you read this and not change it.`
      : `${origin} does not let you read this.`,
    noWay: `There is no MLflow at this address of ${origin}: look at "spanbook.trackingUri".`,
    noAnswer: `${origin} does not answer: the tracking server has stopped, or VS Code's extensions do not reach it from where they run.${IN_BROWSER}`
  };
}

/** A browser keeps answers from a page unless the server names it. */
const IN_BROWSER =
  typeof process === 'undefined'
    ? ' VS Code runs in a browser: the server must allow this page (mlflow server --cors-allowed-origins).'
    : '';
