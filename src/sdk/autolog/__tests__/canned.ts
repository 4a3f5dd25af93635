/** A client's `fetch` that asks nobody. */
export type CannedFetch = typeof fetch & {
  /** What was asked for, as the client put it. */
  readonly asked: readonly { readonly url: string; readonly body: unknown }[];
};

/** What is answered: a body of JSON, or a list of events, each a line of a stream; with status 200 when absent. */
export type Canned = {
  readonly json?: object;
  readonly events?: readonly object[];
  readonly lines?: readonly object[];
  readonly status?: number;
};

/** Gives one answer after the other, and the last again. */
export function canned(...answers: readonly Canned[]): CannedFetch {
  const asked: { url: string; body: unknown }[] = [];
  const give = (
    input: Parameters<typeof fetch>[0],
    init?: RequestInit
  ): Promise<Response> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? {};
    const body: unknown =
      typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    asked.push({
      url: input instanceof Request ? input.url : String(input),
      body
    });
    return Promise.resolve(responseOf(answer));
  };
  return Object.assign(give, { asked });
}

function responseOf({ json, events, lines, status = 200 }: Canned): Response {
  const text = events
    ? events.map(eventText).join('')
    : lines
      ? lines.map(line => `${JSON.stringify(line)}\n`).join('')
      : JSON.stringify(json);
  const type = events ? 'text/event-stream' : 'application/json';
  return new Response(text, { status, headers: { 'content-type': type } });
}

function eventText(event: object): string {
  const type: unknown = Reflect.get(event, 'type');
  const name = typeof type === 'string' ? `event: ${type}\n` : '';
  return `${name}data: ${JSON.stringify(event)}\n\n`;
}
