import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { fireEvent, getByText } from '@testing-library/preact';
import { loadDetails, unmountAll } from './mounted';
import { opened, section } from './opened-span';

beforeAll(loadDetails);
afterEach(unmountAll);

const json = JSON.stringify;

it('shows bytes by their size and type, and pictures as thumbnails', () => {
  const png = `iVBORw0KGgo${'Ab+9'.repeat(400)}=`;
  const mounted = opened({
    outputs: json({
      picture: `data:image/png;base64,${png}`,
      bare: png,
      drawing: `data:image/svg+xml;base64,${'Ab+9'.repeat(400)}`
    })
  });
  const outputs = section(mounted, 'Outputs');
  expect(outputs).toContain('binary, 1.21 kB, image/png');
  expect(outputs).toContain('binary, 1.20 kB, image/svg+xml');
  expect(outputs).not.toContain('Ab+9');
  expect(mounted.element.querySelectorAll('img')).toHaveLength(2);
});

it('shows bytes that were recorded as numbers as it shows base64, and the numbers as raw text', () => {
  const head = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const png = [...head, ...Array.from({ length: 1192 }, () => 7)];
  const mounted = opened({
    outputs: json({
      buffer: { type: 'Buffer', data: png },
      list: png,
      counts: [1, 2, 3]
    })
  });
  const outputs = section(mounted, 'Outputs');
  expect(outputs.match(/binary, 1.20 kB, image\/png/g)).toHaveLength(2);
  expect(outputs).toContain('counts 3 items');
  expect(mounted.element.querySelectorAll('img')).toHaveLength(2);
  fireEvent.click(
    getByText(mounted.element, 'Raw text', { selector: 'button' })
  );
  expect(section(mounted, 'Outputs')).toContain('"data":[137,80,78,71');
});

it('does not take a value of 50 MB apart before it is asked to, nor draws it whole', () => {
  const mounted = opened({ outputs: json('word '.repeat(10_000_000)) });
  expect(section(mounted, 'Outputs')).toContain('50.0 MB');
  expect(section(mounted, 'Outputs').length).toBeLessThan(2000);
  fireEvent.click(mounted.find('.sb-value .sb-more'));
  expect(section(mounted, 'Outputs').length).toBeLessThan(110_000);
});
