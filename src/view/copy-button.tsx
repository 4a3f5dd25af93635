import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon, type IconName } from './icons';
import { spanStrings } from './strings/span';

/** Long enough to be read. */
const SHOWN_FOR_MS = 1500;

type Outcome = 'copied' | 'failed';

/** Copies a text to the clipboard and says so; `text` is asked for only then. */
export function CopyButton({
  label,
  text,
  icon = 'copy'
}: {
  label: string;
  text: () => string;
  icon?: IconName;
}): VNode {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (outcome) {
      const timer = setTimeout(() => setOutcome(undefined), SHOWN_FOR_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [outcome]);
  const said = outcome ? messageOf(outcome) : '';
  return (
    <>
      <button
        type="button"
        class="sb-icon-button"
        title={said || `${spanStrings.copy}: ${label}`}
        aria-label={`${spanStrings.copy}: ${label}`}
        data-icon={icon}
        onClick={() => void copy(text()).then(setOutcome)}
      >
        <Icon name={outcome === 'copied' ? 'check' : icon} />
      </button>
      <span class="sb-hidden-text" role="status">
        {said}
      </span>
    </>
  );
}

function messageOf(outcome: Outcome): string {
  return outcome === 'copied' ? spanStrings.copied : spanStrings.copyFailed;
}

async function copy(text: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'failed'; // no clipboard outside of https and localhost, or not allowed in this frame
  }
}
