import { expect, it } from '@jest/globals';
import { conceal, withoutConcealed } from '../concealed';

it('takes a message and the key in it out of whatever repeats them', () => {
  conceal('sk-0123456789', '[not recorded]');
  conceal('wrong key sk-0123456789', 'status 401');
  expect(withoutConcealed('failed: wrong key sk-0123456789!')).toBe(
    'failed: status 401!'
  );
  expect(withoutConcealed('sk-0123456789 twice: sk-0123456789')).toBe(
    '[not recorded] twice: [not recorded]'
  );
});

it('leaves alone what any text may say', () => {
  conceal('no', '[not recorded]');
  expect(withoutConcealed('no, not now')).toBe('no, not now');
});

it('remembers the newest', () => {
  for (let number = 100; number < 200; number++) {
    conceal(`message ${number}`, 'status 401');
  }
  expect(withoutConcealed('message 199')).toBe('status 401');
  expect(withoutConcealed('message 100')).toBe('message 100');
});
