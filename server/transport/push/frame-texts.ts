import type { ExecutionArgs, FormattedExecutionResult } from 'graphql';

/** Who waits for the text of a frame. */
export interface Reader {
  take(text: Buffer): void;
  fail(error: unknown): void;
}

/** The selection of an operation on the values of a shared feed, as the end of a `next` message: its payload, and the brace that closes it. */
export interface FrameText {
  /** The reader has it at once when it is known, else when the one execution has ended. */
  of(value: object, reader: Reader): void;
}

/** Texts by operation. */
export interface FrameTexts {
  /** The same for all operations with the same text, name and variables. */
  join(operation: SharedOperation): { readonly text: FrameText; leave(): void };
}

/** An operation as it came and what executes it. */
export interface SharedOperation {
  readonly query: string;
  readonly args: ExecutionArgs;
}

interface Frame {
  text?: Buffer;
  readonly readers: Reader[];
}

/**
 * Executes and writes each frame once for all who selected the same of it. `write` must depend on nothing but the value
 * and the operation, and on nobody who asks.
 */
export function createFrameTexts(
  write: (args: ExecutionArgs, value: object) => Promise<FormattedExecutionResult>,
): FrameTexts {
  const shared = new Map<string, { readonly text: FrameText; members: number }>();
  return {
    join({ query, args }) {
      const key = JSON.stringify([query, args.operationName ?? null, args.variableValues ?? null]);
      const known = shared.get(key) ?? { text: createFrameText((value) => write(args, value)), members: 0 };
      shared.set(key, known);
      known.members += 1;
      return {
        text: known.text,
        leave() {
          known.members -= 1;
          if (known.members === 0) shared.delete(key);
        },
      };
    },
  };
}

function createFrameText(write: (value: object) => Promise<FormattedExecutionResult>): FrameText {
  const frames = new WeakMap<object, Frame>();

  async function fill(frame: Frame, value: object): Promise<void> {
    try {
      const text = Buffer.from(`${JSON.stringify(await write(value))}}`);
      frame.text = text;
      for (const reader of frame.readers.splice(0)) reader.take(text);
    } catch (error) {
      frames.delete(value);
      for (const reader of frame.readers.splice(0)) reader.fail(error);
    }
  }

  return {
    of(value, reader) {
      const known = frames.get(value);
      if (known?.text !== undefined) return reader.take(known.text);
      if (known !== undefined) return void known.readers.push(reader);
      const frame: Frame = { readers: [reader] };
      frames.set(value, frame);
      void fill(frame, value);
    },
  };
}
