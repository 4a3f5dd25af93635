import { Buffer } from 'node:buffer';

/** Texts shorter than this are not looked for: they are no secrets, and words would be torn apart. */
const MIN_LENGTH = 4;

/** The text with each of the secrets replaced, also percent-encoded: servers repeat in their errors what they were sent. */
export function withoutSecrets(
  text: string,
  secrets: readonly (string | undefined)[]
): string {
  let result = text;
  for (const secret of secrets) {
    if (secret !== undefined && secret.length >= MIN_LENGTH) {
      result = result
        .replaceAll(secret, '***')
        .replaceAll(encodeURIComponent(secret), '***')
        .replaceAll(decoded(secret), '***');
    }
  }
  return result;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a header `authorization` holds, as it is and decoded. */
export function credentialsIn(
  headers: Readonly<Record<string, string>>
): readonly string[] {
  const [scheme, value] = headers['authorization']?.split(' ') ?? [];
  if (value === undefined) {
    return [];
  }
  const pair =
    scheme === 'Basic' ? Buffer.from(value, 'base64').toString('utf8') : '';
  return [value, pair.slice(pair.indexOf(':') + 1)];
}
