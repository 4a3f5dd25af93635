/** A frame of a stack, in the spelling of V8. */
const FRAME = /^\s+at /;

/** The storage's own frame between a function of ours and the user's that it calls. */
const STORAGE_FRAME = /^\s+at AsyncLocalStorage\.run \((?:node|ext):/;

/** What runs a cell in tslab. */
const KERNEL_FRAME = /[\\/]node_modules[\\/]tslab[\\/]/;

/** How a frame of this package looks; found out with the first stack, since Deno then reads the source map. */
let own: { readonly frame: RegExp | undefined } | undefined;

/**
 * A stack without the frames of this package and of the kernel: what is left is the user's program, as it would be
 * without tracing, and no path of an installation. A stack of nothing else stays as it is.
 */
export function userFrames(stack: string): string {
  const lines = stack.split('\n');
  const kept = lines.filter((line, index) => {
    const isAside =
      isOwn(line) ||
      KERNEL_FRAME.test(line) ||
      (STORAGE_FRAME.test(line) && isOwn(lines[index + 1] ?? ''));
    return !FRAME.test(line) || !isAside;
  });
  return kept.some(line => FRAME.test(line)) ? kept.join('\n') : stack;
}

function isOwn(frame: string): boolean {
  own ??= { frame: ownFrame(new Error().stack ?? '') };
  return own.frame?.test(frame) === true;
}

/** By the place of this very file: the one bundle, or a source among the others, which are one folder deep. */
function ownFrame(stack: string): RegExp | undefined {
  const frame = stack.split('\n').find(line => FRAME.test(line)) ?? '';
  const [, file = ''] =
    /((?:file:\/\/|[A-Za-z]:)?[\\/].*?):\d+:\d+\)?$/.exec(frame) ?? [];
  const [, sources] = /^(.*[\\/]src[\\/]sdk[\\/])/.exec(file) ?? [];
  if (file === '') {
    return undefined;
  }
  return sources === undefined
    ? new RegExp(`${escaped(file)}:\\d+:\\d+`)
    : new RegExp(
        `${escaped(sources)}(?:[\\w-]+[\\\\/])?[\\w-]+\\.ts:\\d+:\\d+`
      );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
