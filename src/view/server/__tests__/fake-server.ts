import { act } from '@testing-library/preact';
import type { TraceServer } from '../../host';

type Method = keyof TraceServer;

/** One question that the view asked; the spec answers it when it likes. */
export type Question = {
  readonly method: Method;
  readonly args: readonly unknown[];
  readonly answer: (value: unknown) => Promise<void>;
  readonly refuse: (message: string) => Promise<void>;
};

/** A tracking server whose answers the spec holds back: `questions` are in the order in which they were asked. */
export function fakeServer(): { server: TraceServer; questions: Question[] } {
  const questions: Question[] = [];
  const ask =
    (method: Method) =>
    (...args: unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        questions.push({
          method,
          args,
          answer: value => settled(() => resolve(value as never)),
          refuse: message => settled(() => reject(new Error(message)))
        });
      });
  const server: TraceServer = {
    getTrace: ask('getTrace'),
    getAttachment: ask('getAttachment'),
    getInfo: ask('getInfo'),
    getInfos: ask('getInfos'),
    nextPage: ask('nextPage'),
    setTag: ask('setTag'),
    deleteTag: ask('deleteTag'),
    logFeedback: ask('logFeedback'),
    updateFeedback: ask('updateFeedback'),
    deleteAssessment: ask('deleteAssessment')
  };
  return { server, questions };
}

/** Lets what is drawn catch up with code that was fetched and promises that were kept. */
export function settled(change: () => void = () => undefined): Promise<void> {
  return act(async () => {
    change();
    await new Promise(resolve => setTimeout(resolve, 5));
  });
}
