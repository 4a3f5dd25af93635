import type { Credentials, CredentialStore } from './credentials';

/** Who the reader is to each server: what is kept, or what they type when a server asks. */
export class Login {
  private _asking: Promise<boolean> | undefined;

  constructor(
    private readonly _store: CredentialStore,
    /** Undefined when the reader would rather not say. */
    private readonly _type: (origin: string) => Promise<Credentials | undefined>
  ) {}

  of(origin: string): Promise<Credentials | undefined> {
    return this._store.of(origin);
  }

  /** Whether there are other credentials than those that were refused, now that the reader was asked for them. */
  async renew(
    origin: string,
    refused: Credentials | undefined
  ): Promise<boolean> {
    const known = JSON.stringify(await this.of(origin));
    return known === JSON.stringify(refused) ? this.ask(origin) : true;
  }

  /** Whether the reader has said who they are; one question for all calls that wait for it. */
  ask(origin: string): Promise<boolean> {
    this._asking ??= this._keep(origin).finally(() => {
      this._asking = undefined;
    });
    return this._asking;
  }

  private async _keep(origin: string): Promise<boolean> {
    const given = await this._type(origin);
    if (given) {
      await this._store.keep(origin, given);
    }
    return given !== undefined;
  }
}
