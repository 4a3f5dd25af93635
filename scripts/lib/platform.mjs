import fs from 'node:fs';

/**
 * How software is installed here.
 *
 * @typedef {'apt' | 'dnf' | 'pacman' | 'apk' | 'brew' | 'winget' | 'unknown'} Installer
 * @typedef {'python' | 'venv' | 'npm' | 'chromium'} Missing
 */

/** @type {Readonly<Record<Installer, Readonly<Record<Missing, string>>>>} */
const COMMANDS = {
  apt: {
    python: 'apt-get install python3 python3-venv',
    venv: 'apt-get install python3-venv',
    npm: 'apt-get install npm',
    chromium: 'apt-get install chromium'
  },
  dnf: {
    python: 'dnf install python3',
    venv: 'dnf install python3',
    npm: 'dnf install npm',
    chromium: 'dnf install chromium'
  },
  pacman: {
    python: 'pacman -S python',
    venv: 'pacman -S python',
    npm: 'pacman -S npm',
    chromium: 'pacman -S chromium'
  },
  apk: {
    python: 'apk add python3',
    venv: 'apk add python3 py3-pip',
    npm: 'apk add npm',
    chromium: 'apk add chromium'
  },
  brew: {
    python: 'brew install python',
    venv: 'brew install python',
    npm: 'brew install node',
    chromium: 'brew install --cask chromium'
  },
  winget: {
    python: 'winget install Python.Python.3.12',
    venv: 'winget install Python.Python.3.12',
    npm: 'winget install OpenJS.NodeJS.LTS',
    chromium: 'winget install Google.Chrome'
  },
  unknown: {
    python: 'see https://www.python.org/downloads/',
    venv: 'see https://docs.python.org/3/library/venv.html',
    npm: 'see https://nodejs.org',
    chromium: 'see https://www.chromium.org/getting-involved/download-chromium/'
  }
};

/** @type {readonly (readonly [RegExp, Installer])[]} */
const LINUX_FAMILIES = [
  [/\b(debian|ubuntu)\b/, 'apt'],
  [/\b(fedora|rhel|centos)\b/, 'dnf'],
  [/\barch\b/, 'pacman'],
  [/\balpine\b/, 'apk']
];

/**
 * @param {NodeJS.Platform} [platform]
 * @param {() => string} [osRelease] the text of `/etc/os-release`
 * @returns {Installer}
 */
export function installerOf(
  platform = process.platform,
  osRelease = readOsRelease
) {
  if (platform === 'darwin') return 'brew';
  if (platform === 'win32') return 'winget';
  const family = osRelease()
    .split('\n')
    .filter(line => /^ID(_LIKE)?=/.test(line))
    .join(' ')
    .replace(/ID(_LIKE)?=|"/g, ' ');
  return LINUX_FAMILIES.find(([names]) => names.test(family))?.[1] ?? 'unknown';
}

function readOsRelease() {
  try {
    return fs.readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/** Whether this process may install packages. */
export const isRoot = () => process.getuid?.() === 0;

/**
 * @param {Missing} missing
 * @param {Installer} [installer]
 * @param {boolean} [root]
 * @returns {string} the command that installs it here, with sudo where it takes one
 */
export function installCommand(
  missing,
  installer = installerOf(),
  root = isRoot()
) {
  const command = COMMANDS[installer][missing];
  const needsSudo = !root && !['brew', 'winget', 'unknown'].includes(installer);
  return needsSudo ? `sudo ${command}` : command;
}
