/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import {
  authorizationOf,
  CredentialStore,
  withoutSecret
} from '../credentials';
import { secretsInMemory } from './secrets';

describe('the credentials', () => {
  it('are given out for their origin alone', async () => {
    const store = new CredentialStore(secretsInMemory());
    await store.keep('https://a', { token: 'one' });
    await store.keep('https://b:1', { user: 'u', password: 'p' });
    expect(await store.of('https://a')).toEqual({ token: 'one' });
    expect(await store.of('https://b:1')).toEqual({ user: 'u', password: 'p' });
    expect(await store.of('https://b')).toBeUndefined();
    expect(await store.origins()).toEqual(['https://a', 'https://b:1']);
  });

  it('are gone once they are forgotten, with the entry itself', async () => {
    const secrets = secretsInMemory();
    const store = new CredentialStore(secrets);
    await store.keep('https://a', { token: 'one' });
    await store.keep('https://b', { token: 'two' });
    await store.forget(['https://a']);
    expect(await store.origins()).toEqual(['https://b']);
    await store.forget(['https://b']);
    expect(secrets.kept.size).toBe(0);
  });

  it.each(['{', '[]', '{"https://a":{"token":1}}'])(
    'are none where %s is kept',
    async text => {
      const secrets = secretsInMemory();
      const store = new CredentialStore(secrets);
      await store.keep('https://b', { token: 'two' });
      const [key = ''] = secrets.kept.keys();
      secrets.kept.set(key, text);
      expect(await store.of('https://a')).toBeUndefined();
    }
  );

  it('become a header, whatever letters a password has', () => {
    expect(authorizationOf({ user: 'ü', password: 'pä:ß' })).toBe(
      'Basic w7w6cMOkOsOf'
    );
    expect(authorizationOf({ token: 't' })).toBe('Bearer t');
  });

  it('are taken out of what a server repeats', () => {
    const own = { user: 'u', password: 'secret' };
    const sent = authorizationOf(own);
    expect(withoutSecret(`bad ${sent}, bad secret, bad u`, own)).toBe(
      'bad Basic …, bad …, bad u'
    );
    expect(withoutSecret('as it is', undefined)).toBe('as it is');
  });
});
