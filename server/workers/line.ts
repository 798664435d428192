import { deserialize, serialize } from 'node:v8';
import { Problem, type ProblemCode } from '../domain/problem.ts';
import { ANSWER_MAX_MS, type News, type Questions } from './vocabulary.ts';

/** The channel between two processes, as `process` and a cluster's worker have it. */
export interface Channel {
  send(message: Message): void;
  onMessage(listener: (message: Message) => void): void;
}

/** What the other end threw: a Problem with its code, or anything else with the code that its store or system gave it. */
type Refusal =
  | { readonly words: string; readonly problem: ProblemCode }
  | { readonly words: string; readonly problem: null; readonly code: string | null };

/** What travels: values as text that keeps dates, numbers that are none, and what is undefined. */
export type Message =
  | { readonly kind: 'ask'; readonly id: number; readonly name: keyof Questions; readonly value: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: string }
  | { readonly kind: 'refuse'; readonly id: number; readonly refusal: Refusal }
  | { readonly kind: 'news'; readonly name: keyof News; readonly value: string };

/** One end of a line between the primary and a worker: either may ask, answer and tell. */
export interface Line {
  /**
   * Rejects with what the other end threw (a Problem stays one, other errors keep their `code`), and with a Problem when
   * the line is cut or the answer takes longer than `ANSWER_MAX_MS` says.
   */
  ask<Name extends keyof Questions>(
    name: Name,
    value: Questions[Name]['asked'],
  ): Promise<Questions[Name]['answered']>;
  answer<Name extends keyof Questions>(
    name: Name,
    work: (value: Questions[Name]['asked']) => Promise<Questions[Name]['answered']>,
  ): void;
  tell<Name extends keyof News>(name: Name, value: News[Name]): void;
  hear<Name extends keyof News>(name: Name, listener: (value: News[Name]) => void): void;
  /** The other end is gone: whoever waits for an answer is told. */
  cut(): void;
}

interface Waiting {
  readonly timer: NodeJS.Timeout | undefined;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

const cutOff = (): Problem =>
  new Problem('UNAVAILABLE', 'Another process of this server has ended with this under way. Try again soon.');
const tooLate = (maxMs: number): Problem =>
  new Problem(
    'UNAVAILABLE',
    `Another process of this server has not answered for ${maxMs / 1_000} seconds. Try again soon.`,
  );
const pack = (value: unknown): string => serialize(value).toString('base64');
const unpack = (text: string): never => deserialize(Buffer.from(text, 'base64')) as never;

/** Begins to listen. What is asked before anybody answers that question is refused. */
export function createLine(channel: Channel): Line {
  const waiting = new Map<number, Waiting>();
  const answering = new Map<string, (value: never) => Promise<unknown>>();
  const listeners = new Map<string, (value: never) => void>();
  let lastId = 0;
  let isCut = false;

  async function answerOf(name: string, value: string): Promise<string> {
    const work = answering.get(name);
    if (work === undefined) throw new Error(`nobody answers ${name}`);
    return pack(await work(unpack(value)));
  }

  async function reply({ id, name, value }: Extract<Message, { kind: 'ask' }>): Promise<void> {
    const message = await answerOf(name, value).then(
      (value): Message => ({ kind: 'answer', id, value }),
      (error: unknown): Message => ({ kind: 'refuse', id, refusal: refusalOf(error) }),
    );
    if (!isCut) channel.send(message);
  }

  function settle(id: number): Waiting | undefined {
    const found = waiting.get(id);
    clearTimeout(found?.timer);
    waiting.delete(id);
    return found;
  }

  function deadlineOf(id: number, maxMs: number | null): NodeJS.Timeout | undefined {
    if (maxMs === null) return undefined;
    return setTimeout(() => settle(id)?.reject(tooLate(maxMs)), maxMs);
  }

  channel.onMessage((message) => {
    if (message.kind === 'ask') void reply(message);
    else if (message.kind === 'answer') settle(message.id)?.resolve(unpack(message.value));
    else if (message.kind === 'refuse') settle(message.id)?.reject(errorOf(message.refusal));
    else if (message.kind === 'news') listeners.get(message.name)?.(unpack(message.value));
  });

  return {
    ask: (name, value) =>
      new Promise((resolve, reject) => {
        if (isCut) return reject(cutOff());
        const id = (lastId += 1);
        waiting.set(id, { resolve, reject, timer: deadlineOf(id, ANSWER_MAX_MS[name]) });
        channel.send({ kind: 'ask', id, name, value: pack(value) });
      }),
    answer: (name, work) => void answering.set(name, work),
    tell(name, value) {
      if (!isCut) channel.send({ kind: 'news', name, value: pack(value) });
    },
    hear: (name, listener) => void listeners.set(name, listener),
    cut() {
      isCut = true;
      for (const id of waiting.keys()) settle(id)?.reject(cutOff());
    },
  };
}

function refusalOf(error: unknown): Refusal {
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof Problem) return { words, problem: error.code };
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  return { words, problem: null, code: typeof code === 'string' ? code : null };
}

function errorOf(refusal: Refusal): Error {
  const { words } = refusal;
  if (refusal.problem !== null) return new Problem(refusal.problem, words);
  return refusal.code === null ? new Error(words) : Object.assign(new Error(words), { code: refusal.code });
}
