import { setDiagnosticHandler } from '../diag';

/** Collects warnings in place of printing them; `stop` brings the printing back. */
export function collectWarnings(): {
  readonly messages: string[];
  readonly stop: () => void;
} {
  const messages: string[] = [];
  setDiagnosticHandler(({ level, message }) => {
    if (level === 'warn') {
      messages.push(message);
    }
  });
  return {
    messages,
    stop: () => {
      setDiagnosticHandler(undefined);
    }
  };
}
