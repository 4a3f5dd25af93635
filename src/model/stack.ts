/** A stack trace for people: the error, then the errors that caused it. */
export type Stack = readonly StackSection[];

export type StackSection = {
  /** What stands above the frames: the message, and words such as "Caused by". */
  readonly title: string;
  readonly frames: readonly StackFrame[];
};

export type StackFrame = {
  /** The line, or the lines with the code, as they were recorded but for the indentation. */
  readonly text: string;
  /** Code that the reader did not write: packages, the runtime. */
  readonly isLibrary: boolean;
};

/** What stands before a cause in JavaScript. */
const CAUSE = /^\s*(Caused by: |\[cause\]: )/;

/** What stands in Python between a cause and the error that followed, which comes last. */
const FOLLOWED =
  /^\s*(The above exception was the direct cause|During handling of the above exception)/;

const JS_FRAME = /^\s*at .*(:\d+|<anonymous>|native)\)?,?\s*[{}]?\s*$/;
const PYTHON_FRAME = /^\s*File ".*", line \d+/;

/** Where code lives that came with a package or with the runtime. */
const LIBRARY =
  /node_modules|site-packages|dist-packages|\bnode:|\bext:|\binternal\/|<frozen |lib\/python\d|\/deno_dir\/|https?:\/\/(jsr|esm|deno)\b|npm:/;

/** Longer traces are cut at their end: nobody reads on. */
const MAX_LINES = 2_000;

/** Reads the stacks of JavaScript and Python. Never throws; text that is no stack is a title. */
export function stackOf(text: string): Stack {
  const sections: { title: string[]; frames: StackFrame[] }[] = [
    { title: [], frames: [] }
  ];
  let isLastFirst = false;
  for (const line of text.split('\n', MAX_LINES)) {
    const section = sections[sections.length - 1];
    if (!section) {
      continue;
    }
    const frame = section.frames[section.frames.length - 1];
    const hasBegun = section.frames.length > 0 || section.title.length > 0;
    if (FOLLOWED.test(line)) {
      sections.push({ title: [], frames: [] });
      isLastFirst = true;
    } else if (CAUSE.test(line) && hasBegun) {
      sections.push({ title: [line.trim()], frames: [] });
    } else if (JS_FRAME.test(line) || PYTHON_FRAME.test(line)) {
      section.frames.push({ text: line.trim(), isLibrary: LIBRARY.test(line) });
    } else if (frame && PYTHON_FRAME.test(frame.text) && /^\s{4,}/.test(line)) {
      // Python shows the code of a frame below it.
      section.frames[section.frames.length - 1] = {
        ...frame,
        text: `${frame.text}\n${line.replace(/^ {2}/, '')}`
      };
    } else if (
      line.trim() !== '' &&
      !/^\s*(Traceback \(most recent|[{}]\s*$)/.test(line)
    ) {
      section.title.push(line.trimEnd());
    }
  }
  return (isLastFirst ? sections.reverse() : sections)
    .filter(({ title, frames }) => title.length > 0 || frames.length > 0)
    .map(({ title, frames }) => ({ title: title.join('\n'), frames }));
}
