/** What puts a text into the reader's language; JupyterLab's `TranslationBundle` is one. `%1` stands for a value. */
export type Trans = {
  __(text: string, ...values: unknown[]): string;
};

/** Texts as they stand in the code, for a host without translations. */
export const english: Trans = {
  __: (text, ...values) =>
    values.reduce<string>(
      (said, value, i) => said.replace(`%${i + 1}`, String(value)),
      text
    )
};
