import type { Page } from 'playwright-core';

/** A redirect has no text, and what a page asks as it is closed has nothing. */
const gone = (): string => '';

/** All that a browser sends and gets while it shows a page and its frames. */
export class Traffic {
  /** A line a request: method, address, status. */
  readonly answers: string[] = [];
  private readonly _texts: Promise<string>[] = [];

  constructor(private readonly _page: Page) {
    _page.on('request', request =>
      this._texts.push(
        request
          .allHeaders()
          .then(headers =>
            [request.url(), JSON.stringify(headers), request.postData()].join()
          )
          .catch(gone)
      )
    );
    _page.on('response', response => {
      this.answers.push(
        `${response.request().method()} ${response.url()} ${response.status()}`
      );
      this._texts.push(
        response
          .allHeaders()
          .then(headers => JSON.stringify(headers))
          .catch(gone),
        response.text().catch(gone)
      );
    });
    _page.on('websocket', socket => {
      const keep = ({ payload }: { payload: string | Buffer }): void => {
        this._texts.push(Promise.resolve(String(payload)));
      };
      socket.on('framesent', keep).on('framereceived', keep);
    });
  }

  /** Each text so far that has one of `secrets` in it, cookies included. */
  async holding(secrets: readonly string[]): Promise<readonly string[]> {
    const cookies = await this._page.context().cookies();
    const texts = await Promise.all(this._texts);
    return [...texts, JSON.stringify(cookies)].filter(text =>
      secrets.some(secret => text.includes(secret))
    );
  }
}
