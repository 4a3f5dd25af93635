import type { SearchPattern } from '../../model/search-pattern';
import { placesIn } from '../../model/search-text';

/** The name that `style/find.css` gives colours to. */
const NAME = 'sb-hit';

/** Where a reader sees content of spans. */
const CONTENT = '.sb-row .sb-label, .sb-detail';

/** Marks in one view: more than fill a screen many times over. */
const MAX_MARKS = 2000;

/** UTF-16 units that are looked through for one drawing: about 5 ms. */
const MAX_TEXT = 500_000;

/**
 * Marks where the pattern stands in the text of rows and details inside `root`, now and whenever they change, without
 * touching an element of them. Returns the function that ends it. Browsers without the CSS Custom Highlight API (2025)
 * mark rows alone.
 */
export function highlight(root: Element, pattern: SearchPattern): () => void {
  if (typeof Highlight === 'undefined') {
    return () => undefined;
  }
  let marked: readonly Range[] = [];
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    replaceMarks(marked, (marked = rangesIn(root, pattern)));
  };
  const observer = new MutationObserver(() => {
    frame ||= requestAnimationFrame(draw);
  });
  observer.observe(root, {
    childList: true,
    characterData: true,
    subtree: true
  });
  draw();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    replaceMarks(marked, []);
  };
}

/** All views of a page share one registry of the document. */
function replaceMarks(before: readonly Range[], after: readonly Range[]): void {
  const marks = CSS.highlights.get(NAME) ?? new Highlight();
  before.forEach(range => marks.delete(range));
  after.forEach(range => marks.add(range));
  if (marks.size === 0) {
    CSS.highlights.delete(NAME);
  } else {
    CSS.highlights.set(NAME, marks);
  }
}

function rangesIn(root: Element, pattern: SearchPattern): Range[] {
  const ranges: Range[] = [];
  let room = MAX_TEXT;
  for (const part of root.querySelectorAll(CONTENT)) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (room > 0 && ranges.length < MAX_MARKS && texts.nextNode()) {
      const text = texts.currentNode;
      const { data } = text instanceof Text ? text : { data: '' };
      room -= data.length;
      for (const [from, to] of placesIn(
        pattern,
        data,
        MAX_MARKS - ranges.length
      )) {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, to);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
