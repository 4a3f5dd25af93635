/** One request as it came. */
export type Logged = {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The client hung up before the answer was whole. */
  readonly isAborted: boolean;
};

/** A running fake; `requests` grows with each request. */
export type FakeLlm = {
  readonly url: string;
  readonly requests: Logged[];
  readonly close: () => Promise<void>;
};

export function startFakeLlm(port?: number): Promise<FakeLlm>;
