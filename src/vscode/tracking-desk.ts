import { Refusal } from '../tracking/refusal';
import type { FetchOptions } from '../view/host';
import { answerCall, isEdit } from './answer-call';
import { withoutSecret, type Credentials } from './credentials';
import { wordsOf, type Hindrance } from './hindrance';
import type { Login } from './login';
import type { Answer, Ask } from './messages';
import { webAddress } from './notice';
import { serverAt } from './server-at';
import { Turns } from './turns';

/** MLflow answers 10 at a time, of all its clients together. */
const AT_ONCE = 4;

/** Status of an answer that asks for credentials. */
const WHO_ARE_YOU = 401;

/** What the desk needs of VS Code. */
export type Surroundings = {
  readonly isTrusted: () => boolean;
  /** The tracking server of the settings; no other one is ever asked. */
  readonly address: () => string | undefined;
  readonly login: Login;
  readonly advise: (hindrance: Hindrance) => Promise<void>;
};

/** Answers what the outputs ask of the tracking server, with the reader's credentials. */
export class TrackingDesk {
  private readonly _turns = new Turns(AT_ONCE);

  constructor(private readonly _around: Surroundings) {}

  /** @throws Error in plain words, without a secret */
  async answer({ call, named }: Ask, options: FetchOptions): Promise<Answer> {
    const other = originOf(webAddress(named));
    const address = this._address(other);
    const asked = new URL(address).origin;
    const ask = (own: Credentials | undefined): Promise<Answer> =>
      withoutSecrets(own, () =>
        answerCall(
          serverAt(address, own, isEdit(call), this._turns),
          call,
          options
        )
      );
    try {
      return await this._loggedIn(asked, ask);
    } catch (error) {
      throw other !== undefined && other !== asked && !options.signal?.aborted
        ? this._hindered({ kind: 'elsewhere', named: other, asked }, error)
        : error;
    }
  }

  private _address(named: string | undefined): string {
    if (!this._around.isTrusted()) {
      throw this._hindered({ kind: 'untrusted' });
    }
    const address = this._around.address();
    if (address === undefined) {
      throw this._hindered({ kind: 'nowhere', named });
    }
    return address;
  }

  /** Asks again after the server wanted to know who it is, and the reader has said so. */
  private async _loggedIn(
    asked: string,
    ask: (own: Credentials | undefined) => Promise<Answer>
  ): Promise<Answer> {
    const { login } = this._around;
    const orStranger = (error: unknown): unknown =>
      isLogin(error) ? this._hindered({ kind: 'stranger', asked }) : error;
    const own = await login.of(asked);
    try {
      return await ask(own);
    } catch (error) {
      if (!isLogin(error) || !(await login.renew(asked, own))) {
        throw orStranger(error);
      }
    }
    return ask(await login.of(asked)).catch((error: unknown) => {
      throw orStranger(error);
    });
  }

  private _hindered(hindrance: Hindrance, cause?: unknown): Error {
    void this._around.advise(hindrance);
    const before = cause instanceof Error ? `${cause.message} ` : '';
    return new Error(`${before}${wordsOf(hindrance)}`);
  }
}

/** Whatever the server says of it, the credentials are not in it. */
async function withoutSecrets(
  own: Credentials | undefined,
  work: () => Promise<Answer>
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const status = error instanceof Refusal ? error.status : 0;
    throw new Refusal(withoutSecret(said, own), status);
  }
}

function isLogin(error: unknown): boolean {
  return error instanceof Refusal && error.status === WHO_ARE_YOU;
}

function originOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : new URL(address).origin;
}
