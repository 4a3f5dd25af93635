import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { stackOf, type StackFrame, type StackSection } from '../../model/stack';
import type { SpanDetail, SpanException } from '../../model/types';
import { AnsiText } from './ansi-text';
import { CopyButton } from '../copy-button';
import { Section } from './detail-section';
import { spanStrings } from '../strings/span';
import { detailStrings } from '../strings/detail';

/** The exceptions of the span, and its status message where none of them says it. */
export function Exceptions({ detail }: { detail: SpanDetail }): VNode | null {
  const { exceptions, statusMessage } = detail;
  const isSaid = exceptions.some(({ type, message }) =>
    [message, `${type}: ${message}`].includes(statusMessage ?? '')
  );
  const status = isSaid ? undefined : statusMessage;
  if (exceptions.length === 0 && !status) {
    return null;
  }
  return (
    <Section
      title={
        exceptions.length > 0 ? spanStrings.exceptions : spanStrings.status_
      }
    >
      {status && (
        <div class="sb-exception">
          <AnsiText text={status} />
        </div>
      )}
      {exceptions.map(exception => (
        <ExceptionCard exception={exception} />
      ))}
    </Section>
  );
}

function ExceptionCard({ exception }: { exception: SpanException }): VNode {
  const { type, message, stacktrace } = exception;
  const [own, ...causes] = useMemo(() => stackOf(stacktrace), [stacktrace]);
  const whole = stacktrace || `${type}: ${message}`;
  return (
    <div class="sb-exception">
      <header>
        <span>
          <span class="sb-exception-type">{type}</span>
          {type && message && ': '}
          <AnsiText text={message} />
        </span>
        <CopyButton label={detailStrings.stack} text={() => whole} />
      </header>
      {own && <Frames section={own} said={[type, message]} />}
      {causes.map(cause => (
        <details class="sb-cause">
          <summary>
            <AnsiText text={titleOf(cause.title)} />
          </summary>
          <Frames section={cause} said={[cause.title]} />
        </details>
      ))}
    </div>
  );
}

/** JavaScript's stacks say that it is a cause, Python's do not. */
function titleOf(title: string): string {
  return /^(Caused by|\[cause\])/.test(title)
    ? title
    : `${detailStrings.cause}: ${title}`;
}

/** The frames; those of libraries are folded where the reader's own stand beside them. */
function Frames({
  section: { title, frames },
  said
}: {
  section: StackSection;
  said: readonly string[];
}): VNode | null {
  const isSaid = said.every(part => title.includes(part));
  const hasOwn = frames.some(({ isLibrary }) => !isLibrary);
  if (isSaid && frames.length === 0) {
    return null;
  }
  return (
    <div
      class="sb-frames"
      tabIndex={0}
      role="group"
      aria-label={detailStrings.stack}
    >
      {!isSaid && <AnsiText text={title} />}
      {groupsOf(frames).map(group =>
        hasOwn && group[0]?.isLibrary === true ? (
          <details>
            <summary>{detailStrings.libraryFrames(group.length)}</summary>
            <FrameLines frames={group} />
          </details>
        ) : (
          <FrameLines frames={group} />
        )
      )}
    </div>
  );
}

function FrameLines({ frames }: { frames: readonly StackFrame[] }): VNode {
  return (
    <>
      {frames.map(({ text, isLibrary }) => (
        <div class="sb-frame" data-library={isLibrary}>
          <AnsiText text={text} />
        </div>
      ))}
    </>
  );
}

/** Neighbours of one kind. */
function groupsOf(frames: readonly StackFrame[]): readonly StackFrame[][] {
  const groups: StackFrame[][] = [];
  for (const frame of frames) {
    const last = groups[groups.length - 1];
    if (last?.[0]?.isLibrary === frame.isLibrary) {
      last.push(frame);
    } else {
      groups.push([frame]);
    }
  }
  return groups;
}
