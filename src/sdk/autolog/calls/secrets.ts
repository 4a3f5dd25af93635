import { isObject, valueAt } from '../patching/patch';

/** Names of headers, of parts of a query and of members that hold what gives access. */
const SECRET_NAME = /key|token|secret|auth|password|cookie|credential|\bsig/i;

/** What stands in the place of a secret. */
export const NOT_RECORDED = '[not recorded]';

/** Forms in which a secret stands in a text of whichever library; what is found is the secret with its surroundings. */
const FORMS: readonly RegExp[] = [
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{6,}/gi,
  /\b[a-z][\w+.-]*:\/\/[^\s/@"'<>]+@/gi,
  /[?&][\w.-]*(?:key|token|secret|password|signature)[\w.-]*=[^&\s"'<>]{4,}/gi,
  /\b(?:sk|gsk|xai|pplx|hf|ghp)[-_][\w-]{16,}|\bAKIA[A-Z\d]{16}\b|\bAIza[\w-]{30,}/g
];

/** The parts of a text that look like a secret, whoever has put them there. */
export function secretsIn(text: string): readonly string[] {
  return FORMS.flatMap(form => text.match(form) ?? []);
}

/**
 * What a client of Stainless's make has that gives access, and what one call of it was given besides. Read when an error
 * is to be shown: a client may ask for its key only when it needs it.
 */
export function secretsOf(
  resource: unknown,
  options?: unknown
): readonly string[] {
  const client = valueAt(resource, '_client');
  return [
    ...['apiKey', 'authToken', 'adminAPIKey'].map(key => valueAt(client, key)),
    ...namedSecrets(valueAt(client, '_options', 'defaultHeaders')),
    ...namedSecrets(valueAt(client, '_options', 'defaultQuery')),
    ...namedSecrets(valueAt(options, 'headers')),
    ...namedSecrets(valueAt(options, 'query')),
    ...secretsOfUrl(valueAt(client, 'baseURL'))
  ].filter(isText);
}

/** The values that names like `authorization` have, in whichever form headers are given. */
export function namedSecrets(headers: unknown): readonly unknown[] {
  return entriesOf(headers)
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value]) => value);
}

function entriesOf(headers: unknown): readonly (readonly [string, unknown])[] {
  if (headers instanceof Headers) {
    return [...headers];
  }
  return isObject(headers) ? Object.entries(headers) : [];
}

/** Who is let in by an address, and what its query says of keys. */
export function secretsOfUrl(address: unknown): readonly unknown[] {
  const url = urlOf(address);
  return url === undefined
    ? []
    : [url.password, ...namedSecrets(Object.fromEntries(url.searchParams))];
}

/** An address without what gives access. */
export function bareUrl(address: unknown): unknown {
  const url = urlOf(address);
  if (url === undefined || secretsOfUrl(address).every(one => !isText(one))) {
    return address;
  }
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) {
    if (SECRET_NAME.test(name)) {
      url.searchParams.set(name, NOT_RECORDED);
    }
  }
  return url.href;
}

function urlOf(address: unknown): URL | undefined {
  return typeof address === 'string' && URL.canParse(address)
    ? new URL(address)
    : undefined;
}

/**
 * A server that the provider is to call for the user, without what lets it in: `headers`, `authorization` and the like,
 * and what its address says of keys.
 */
export function withoutAccess(server: unknown): unknown {
  return isObject(server)
    ? Object.fromEntries(
        Object.entries(server).map(([name, value]) => [
          name,
          bareMember(name, value)
        ])
      )
    : server;
}

function bareMember(name: string, value: unknown): unknown {
  if (name === 'headers' && isObject(value)) {
    const names = Object.keys(value);
    return Object.fromEntries(names.map(key => [key, NOT_RECORDED]));
  }
  return name.startsWith('authorization') && isText(value)
    ? NOT_RECORDED
    : bareUrl(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
