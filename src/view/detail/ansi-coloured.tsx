import Anser, { type AnserJsonEntry } from 'anser';
import type { VNode } from 'preact';

/** Past this the text is drawn in one colour: each change of colour is an element. */
const MAX_PIECES = 500;

/** The text with its ANSI colours as classes `sb-ansi-<name>`; escapes that name no colour vanish. */
export function AnsiColoured({ text }: { text: string }): VNode {
  const pieces = Anser.ansiToJson(text, {
    use_classes: true,
    remove_empty: true
  });
  return (
    <span class="sb-text">
      {pieces.length > MAX_PIECES
        ? pieces.map(({ content }) => content).join('')
        : pieces.map(piece => (
            <span class={classOf(piece)}>{piece.content}</span>
          ))}
    </span>
  );
}

/** Colours of the 256 and of RGB have no name that a theme could answer: they stay as the text around them. */
function classOf({ fg, decorations }: AnserJsonEntry): string {
  const names = [
    /^ansi-(bright-)?(red|green|yellow|blue|magenta|cyan)$/.test(fg) &&
      `sb-${fg.replace('bright-', '')}`,
    decorations.includes('bold') && 'sb-ansi-bold',
    decorations.includes('dim') && 'sb-ansi-dim'
  ];
  return names.filter(Boolean).join(' ');
}
