import type { ComponentChildren, VNode } from 'preact';
import { CopyButton } from '../copy-button';

/** A titled part of the details; with `copied`, a button that copies that text. */
export function Section({
  title,
  copied,
  tools,
  children
}: {
  title: string;
  copied?: (() => string) | undefined;
  /** More buttons beside the title. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}): VNode {
  return (
    <section class="sb-section">
      <header>
        <h4>{title}</h4>
        {tools}
        {copied && <CopyButton label={title} text={copied} />}
      </header>
      {children}
    </section>
  );
}
