import '../../../style/help.css';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../icons';
import { KEY_MAP } from './key-map';
import { timelineStrings } from '../strings/timeline';

/**
 * All keys and gestures of the timeline. A dialog in the flow of the output, which may be lower than a dialog is high;
 * the focus comes in, stays in, and goes back by `onClose`.
 */
export function Help({ onClose }: { onClose: () => void }): VNode {
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => dialog.current?.focus(), []);
  return (
    <div
      ref={dialog}
      class="sb-help"
      role="dialog"
      aria-modal="true"
      aria-label={timelineStrings.help}
      tabIndex={-1}
      onKeyDown={event => onKeyDown(event, onClose)}
    >
      <header>
        <h4>{timelineStrings.help}</h4>
        <IconButton
          icon="close"
          label={timelineStrings.closeHelp}
          onClick={onClose}
        />
      </header>
      <div class="sb-help-parts" tabIndex={0}>
        <section>
          <h5>{timelineStrings.keysTitle}</h5>
          <Keys />
        </section>
        <section>
          <h5>{timelineStrings.gesturesTitle}</h5>
          <dl>
            {Object.values(timelineStrings.gestures).map(({ how, what }) => (
              <div>
                <dt>{how}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </div>
  );
}

function Keys(): VNode {
  return (
    <dl>
      {KEY_MAP.map(([command, ...keys]) => (
        <div>
          <dt>
            {shortened(keys).map((key, at) => (
              <>
                {at > 0 && (keys.length > 2 ? ` ${timelineStrings.to} ` : ' ')}
                <kbd>{nameOf(key)}</kbd>
              </>
            ))}
          </dt>
          <dd>{timelineStrings.commands[command]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A row of keys by its ends. */
function shortened(keys: readonly string[]): readonly string[] {
  return keys.length > 2
    ? keys.filter((_, at) => at % (keys.length - 1) === 0)
    : keys;
}

function nameOf(key: string): string {
  return new Map(Object.entries(timelineStrings.keyNames)).get(key) ?? key;
}

/** Keeps all keys to itself: the dialog is modal within the output. */
function onKeyDown(event: KeyboardEvent, onClose: () => void): void {
  const { currentTarget, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  event.stopPropagation();
  if (key === 'Escape' || key === '?') {
    event.preventDefault();
    onClose();
  } else if (key === 'Tab' && currentTarget instanceof HTMLElement) {
    event.preventDefault();
    const stops = [
      ...currentTarget.querySelectorAll<HTMLElement>('button, [tabindex="0"]')
    ];
    const at = stops.findIndex(stop => stop === document.activeElement);
    const step = event.shiftKey ? -1 : 1;
    const next = at < 0 && event.shiftKey ? stops.length - 1 : at + step;
    stops[(next + stops.length) % stops.length]?.focus();
  }
}
