import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { dirname } from 'node:path';

import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

import { palettePng } from './palette-png';

/** What pixelmatch takes for the same colour; the rounding of `palettePng` stays well under it. */
const SAME_COLOUR = 0.1;
/** Pixels that may differ: an anti-aliased edge or two, never a letter. */
const MAX_DIFFERENT = 12;

/** A picture that was taken, and the file of the approved one. */
export type Candidate = {
  readonly file: string;
  readonly taken: Uint8Array;
};

/** What is wrong in words, and a picture of it where there can be one. */
export type Verdict = {
  readonly words: string;
  readonly diff?: Uint8Array;
};

/** Undefined when the picture is the approved one but for `MAX_DIFFERENT` pixels. */
export function judgePicture({ file, taken }: Candidate): Verdict | undefined {
  if (!existsSync(file)) {
    return { words: 'no approved picture; UPDATE_PICTURES=1 makes it' };
  }
  const approved = PNG.sync.read(readFileSync(file));
  const actual = PNG.sync.read(Buffer.from(taken));
  const { width, height } = approved;
  if (width !== actual.width || height !== actual.height) {
    const size = `${actual.width} × ${actual.height}`;
    return { words: `${size} pixels; approved are ${width} × ${height}` };
  }
  const diff = new PNG({ width, height });
  const options = { threshold: SAME_COLOUR };
  const [a, b] = [approved.data, actual.data];
  const count = pixelmatch(a, b, diff.data, width, height, options);
  return count > MAX_DIFFERENT
    ? { words: `${count} pixels differ`, diff: PNG.sync.write(diff) }
    : undefined;
}

/** Makes the picture the approved one, unless the one that is there says the same: a file changes for a reason only. */
export function approvePicture(candidate: Candidate): void {
  const { file, taken } = candidate;
  if (judgePicture(candidate) === undefined) {
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, palettePng(PNG.sync.read(Buffer.from(taken))));
}
