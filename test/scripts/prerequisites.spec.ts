import { describe, expect, it } from '@jest/globals';

import { findChromium } from '../../scripts/lib/chromium.mjs';
import { installCommand, installerOf } from '../../scripts/lib/platform.mjs';
import { complaintAbout, readProbe } from '../../scripts/lib/python.mjs';

describe('the installer of a platform', () => {
  it.each<[NodeJS.Platform, string, string]>([
    ['darwin', '', 'brew'],
    ['win32', '', 'winget'],
    ['linux', 'NAME="Debian"\nID=debian\n', 'apt'],
    ['linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'apt'],
    ['linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf'],
    ['linux', 'ID=arch\n', 'pacman'],
    ['linux', 'ID=alpine\n', 'apk'],
    ['linux', 'ID=gentoo\nHOME_URL="https://debian.example"\n', 'unknown'],
    ['linux', '', 'unknown']
  ])('on %s with %j is %s', (platform, release, installer) => {
    expect(installerOf(platform, () => release)).toBe(installer);
  });

  it('is called with sudo only where that is needed', () => {
    const command = 'apt-get install chromium';
    expect(installCommand('chromium', 'apt', true)).toBe(command);
    expect(installCommand('chromium', 'apt', false)).toBe(`sudo ${command}`);
    expect(installCommand('python', 'brew', false)).toBe('brew install python');
  });
});

describe('a Python', () => {
  it.each([
    ['3 9 True', false],
    ['3 10 True', true],
    ['3 14 True', true],
    ['4 0 True', true],
    ['2 7 False', false]
  ])('that prints %j is new enough: %p', (text, isNewEnough) => {
    expect(readProbe('python3', [], text)).toMatchObject({ isNewEnough });
  });

  it('that is too old is named with its version', () => {
    const old = readProbe('python3', [], '3 8 True\n');
    expect(complaintAbout([old])).toMatch(
      /needs Python 3\.10 or newer with venv; python3 is 3\.8\.\nInstall it: /
    );
  });

  it('without venv leads to the package that brings it', () => {
    const bare = readProbe('python3', [], '3 11 False\n');
    expect(complaintAbout([bare])).toMatch(/python3 is 3\.11 but has no venv/);
  });

  it('that is missing is said to be missing', () => {
    expect(complaintAbout([])).toMatch(/there is no python3/);
  });
});

describe('Chromium', () => {
  it('is the one that CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: '/opt/my/chrome', PATH: '' })).toBe(
      '/opt/my/chrome'
    );
  });
});
