import type { VNode } from 'preact';
import { lazily } from '../lazy';

const Coloured = lazily(() =>
  import('./ansi-coloured').then(module => module.AnsiColoured)
);

/** A text as it is; with ANSI escapes, in the colours that they name. */
export function AnsiText({ text }: { text: string }): VNode {
  return text.includes('\u001b[') ? (
    <Coloured text={text} />
  ) : (
    <span class="sb-text">{text}</span>
  );
}
