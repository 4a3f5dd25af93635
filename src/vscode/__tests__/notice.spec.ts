import { describe, expect, it } from '@jest/globals';
import { noticeIn, shownOf, webAddress } from '../notice';

describe('webAddress', () => {
  it.each([
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000/'],
    [' https://mlflow.example.com/ui/// ', 'https://mlflow.example.com/ui/'],
    [
      'https://user:secret@mlflow.example.com/?token=a#b',
      'https://mlflow.example.com/'
    ]
  ])('of %j is %s', (given, address) => {
    expect(webAddress(given)).toBe(address);
  });

  it.each([
    '',
    'databricks',
    'sqlite:///mlflow.db',
    'javascript:alert(1)',
    'http://',
    undefined,
    5
  ])('of %j is none that a browser opens', given => {
    expect(webAddress(given)).toBeUndefined();
  });
});

describe('noticeIn', () => {
  it('reads what the extension sends', () => {
    expect(
      noticeIn({ type: 'settings', display: 'off', trackingUri: 'http://a' })
    ).toEqual({ type: 'settings', display: 'off', trackingUri: 'http://a/' });
  });

  it.each([
    { type: 'progress', id: 'a', bytes: 5 },
    { type: 'answer', id: 'a', text: '{}' },
    { type: 'answer', id: 'a', text: '{}', pageToken: 't' },
    { type: 'refusal', id: 'a', why: 'no' }
  ])('reads %j', notice => {
    expect(noticeIn(notice)).toEqual(notice);
  });

  it.each([
    undefined,
    null,
    'settings',
    {},
    { type: 'save' },
    { type: 'answer', id: 'a' },
    { type: 'refusal', why: 'no' }
  ])('takes %j for another message', message => {
    expect(noticeIn(message)).toBeUndefined();
  });

  it('takes the setting "auto" for no choice', () => {
    expect(shownOf('auto')).toBeUndefined();
  });
});
