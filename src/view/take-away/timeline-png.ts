import type { Trace } from '../../model/types';
import { timelineSvg } from './timeline-svg';

/** Pixels a CSS pixel: sharp in print and on dense screens. */
const SCALE = 2;

/** Rows that keep a picture at that scale under 16,384 pixels, the largest canvas of every browser. */
const MAX_ROWS = 350;

/** The timeline as a PNG image. Rejects where the browser cannot draw it. */
export async function timelinePng(trace: Trace): Promise<Blob> {
  const { text, width, height } = timelineSvg(trace, MAX_ROWS);
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => {
      if (blob) {
        resolve(blob);
      } else {
        reject(new Error('the browser made no picture'));
      }
    }, 'image/png');
  });
}
