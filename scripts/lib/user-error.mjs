/** Something that the user can mend; shown as its message alone, without a stack. */
export class UserError extends Error {
  /** @override */
  name = 'UserError';
}

/**
 * Runs a command's body: its result is the exit code, a `UserError` one clear message and exit code 1.
 *
 * @param {() => Promise<number | undefined | void>} main
 */
export async function runCommand(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const text =
      error instanceof UserError
        ? error.message
        : error instanceof Error
          ? error.stack
          : String(error);
    process.stderr.write(`\n${text}\n`);
    process.exitCode = 1;
  }
}
