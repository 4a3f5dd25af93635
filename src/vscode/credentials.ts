import { isObject } from '../bundle/read-json';
import { toBase64 } from './base64';

/** How a reader shows a tracking server who they are: MLflow's own login, or a token as proxies in front of it want. */
export type Credentials =
  | { readonly user: string; readonly password: string }
  | { readonly token: string };

/** The place that VS Code keeps encrypted; `vscode.SecretStorage` is one. */
export type Secrets = {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
};

/** One entry for all, as older VS Codes cannot list their secrets: JSON of the credentials by origin. */
const KEY = 'spanbook.credentials';

/** Credentials by the origin that they are for. They leave this place for that origin alone. */
export class CredentialStore {
  constructor(private readonly _secrets: Secrets) {}

  async of(origin: string): Promise<Credentials | undefined> {
    return (await this._all()).get(origin);
  }

  async origins(): Promise<readonly string[]> {
    return [...(await this._all()).keys()];
  }

  async keep(origin: string, credentials: Credentials): Promise<void> {
    await this._write((await this._all()).set(origin, credentials));
  }

  async forget(origins: readonly string[]): Promise<void> {
    const all = await this._all();
    origins.forEach(origin => all.delete(origin));
    await this._write(all);
  }

  private async _all(): Promise<Map<string, Credentials>> {
    const kept = read(await this._secrets.get(KEY));
    return new Map(
      Object.entries(kept).flatMap(([origin, value]) => {
        const credentials = credentialsIn(value);
        return credentials ? [[origin, credentials] as const] : [];
      })
    );
  }

  private async _write(all: Map<string, Credentials>): Promise<void> {
    if (all.size === 0) {
      await this._secrets.delete(KEY);
    } else {
      await this._secrets.store(KEY, JSON.stringify(Object.fromEntries(all)));
    }
  }
}

/** The value of the header `Authorization`. */
export function authorizationOf(credentials: Credentials): string {
  return 'token' in credentials
    ? `Bearer ${credentials.token}`
    : `Basic ${toBase64(new TextEncoder().encode(`${credentials.user}:${credentials.password}`))}`;
}

/** The text without the secret, for a server that repeats what it was sent. */
export function withoutSecret(
  text: string,
  credentials: Credentials | undefined
): string {
  return credentials
    ? secretsOf(credentials).reduce(
        (said, secret) => said.replaceAll(secret, '…'),
        text
      )
    : text;
}

function secretsOf(credentials: Credentials): string[] {
  const [, sent = ''] = authorizationOf(credentials).split(' ');
  const typed =
    'token' in credentials ? credentials.token : credentials.password;
  return [sent, typed].filter(secret => secret !== '');
}

function read(text: string | undefined): object {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    return isObject(kept) ? kept : {};
  } catch {
    return {};
  }
}

function credentialsIn(value: unknown): Credentials | undefined {
  const { user, password, token } = isObject(value) ? value : {};
  if (typeof token === 'string') {
    return { token };
  }
  return typeof user === 'string' && typeof password === 'string'
    ? { user, password }
    : undefined;
}
