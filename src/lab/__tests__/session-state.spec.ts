import { beforeEach, expect, it, jest } from '@jest/globals';
import { readerState, sessionState } from '../session-state';

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

it('keeps what was opened for the tab, and what was chosen for the browser', () => {
  sessionState.set('tr-1', { isOpen: true });
  readerState.set('table', { hidden: ['tags'] });
  expect(sessionStorage.getItem('spanbook:tr-1')).toBe('{"isOpen":true}');
  expect(localStorage.getItem('spanbook:table')).toBe('{"hidden":["tags"]}');
  expect(sessionState.get('table')).toBeNull();
  expect(readerState.get('table')).toEqual({ hidden: ['tags'] });
});

it('forgets, and does not fail, where storage is full, forbidden or holds garbage', () => {
  localStorage.setItem('spanbook:table', '{');
  expect(readerState.get('table')).toBeUndefined();
  const full = jest
    .spyOn(Storage.prototype, 'setItem')
    .mockImplementation(() => {
      throw new Error('full');
    });
  expect(() => readerState.set('table', {})).not.toThrow();
  full.mockRestore();
});
