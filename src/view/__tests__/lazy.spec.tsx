import { describe, expect, it, jest } from '@jest/globals';
import { h, render } from 'preact';
import { useState } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { lazily } from '../lazy';

type Props = { readonly word: string };

function Greeting({ word }: Props) {
  const [count, setCount] = useState(0);
  return (
    <button onClick={() => setCount(count + 1)}>{`${word} ${count}`}</button>
  );
}

function page(): HTMLElement {
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  return element;
}

describe('a lazy part of the view', () => {
  it('draws nothing until its code is there, then the part, which keeps its state', async () => {
    const element = page();
    const Lazy = lazily<Props>(() => Promise.resolve(Greeting));
    void act(() => render(<Lazy word="hello" />, element));
    expect(element.textContent).toBe('');
    await act(async () => Promise.resolve());
    void act(() => element.querySelector('button')?.click());
    void act(() => render(<Lazy word="bye" />, element));
    expect(element.textContent).toBe('bye 1');
  });

  it('is fetched once, and drawn at once the second time', async () => {
    const load = jest.fn(() => Promise.resolve(Greeting));
    const Lazy = lazily<Props>(load);
    await act(async () => render(<Lazy word="a" />, page()));
    const second = page();
    void act(() => render(<Lazy word="b" />, second));
    expect(second.textContent).toBe('b 0');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('says so when its code cannot be fetched, and tries again with the next mount', async () => {
    let isOnline = false;
    const Lazy = lazily<Props>(() =>
      isOnline
        ? Promise.resolve(Greeting)
        : Promise.reject(new Error('chunk 7'))
    );
    const element = page();
    await act(async () => render(<Lazy word="a" />, element));
    await act(async () => new Promise(resolve => setTimeout(resolve)));
    expect(element.textContent).toContain('reload the page');
    expect(element.textContent).toContain('chunk 7');
    isOnline = true;
    const again = page();
    await act(async () => render(h(Lazy, { word: 'a' }), again));
    await act(async () => new Promise(resolve => setTimeout(resolve)));
    expect(again.textContent).toBe('a 0');
  });
});
