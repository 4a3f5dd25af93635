import { describe, expect, it } from '@jest/globals';
import {
  bareUrl,
  namedSecrets,
  secretsIn,
  secretsOf,
  withoutAccess
} from '../calls/secrets';

describe('what looks like a secret', () => {
  it.each([
    ['bad header Bearer abcdef123456', 'Bearer abcdef123456'],
    ['no route to http://user:word@host/v1', 'http://user:word@'],
    ['404 /v1/chat?api-key=abcd1234&x=1', '?api-key=abcd1234'],
    ['key sk-proj-0123456789abcdef is wrong', 'sk-proj-0123456789abcdef']
  ])('is found in “%s”', (text, secret) => {
    expect(secretsIn(text)).toContain(secret);
  });

  it.each([
    'Rate limit reached, try again in 20 s',
    'see https://example.org/docs/errors?page=2',
    'mail someone@example.org'
  ])('is not found in “%s”', text => {
    expect(secretsIn(text)).toEqual([]);
  });
});

describe('what a client was given to be let in', () => {
  it('is read from its key, headers, query and address', () => {
    const client = {
      apiKey: 'the-key',
      baseURL: 'https://me:word@example.org/v1?token=of-the-address',
      _options: {
        defaultHeaders: { 'x-api-key': 'of-a-header', 'x-title': 'notebook' },
        defaultQuery: { 'api-key': 'of-the-query', 'api-version': '1' }
      }
    };
    const options = { headers: new Headers({ Authorization: 'of-the-call' }) };
    expect(secretsOf({ _client: client }, options)).toEqual([
      'the-key',
      'of-a-header',
      'of-the-query',
      'of-the-call',
      'word',
      'of-the-address'
    ]);
  });

  it('is nothing of what is no object', () => {
    expect(namedSecrets(undefined)).toEqual([]);
    expect(secretsOf(undefined)).toEqual([]);
  });
});

describe('a server that the provider calls for the user', () => {
  it('is recorded without what lets in', () => {
    expect(
      withoutAccess({
        type: 'mcp',
        server_label: 'weather',
        server_url: 'https://example.org/mcp?key=secret&unit=c',
        headers: { 'X-Any': 'secret' },
        authorization: 'secret',
        authorization_token: 'secret'
      })
    ).toEqual({
      type: 'mcp',
      server_label: 'weather',
      server_url: 'https://example.org/mcp?key=%5Bnot+recorded%5D&unit=c',
      headers: { 'X-Any': '[not recorded]' },
      authorization: '[not recorded]',
      authorization_token: '[not recorded]'
    });
  });

  it('keeps an address that lets nobody in as it is written', () => {
    expect(bareUrl('https://Example.org/mcp')).toBe('https://Example.org/mcp');
  });
});
