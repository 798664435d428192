import { WebSocket } from 'ws';

/** A function on the stack, as V8's sampler tells it. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

/** V8's CPU profile: the tree of stacks, and which of them was met at each sample. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const SAMPLE_EVERY_MICROS = 200;

interface Reply {
  readonly id: number;
  readonly result?: { readonly profile?: CpuProfile };
  readonly error?: { readonly message: string };
}

/** Samples a process that was started with --inspect while `work` goes on. `inspector` is the address that it printed. */
export async function profileWhile(inspector: string, work: () => Promise<unknown>): Promise<CpuProfile> {
  const socket = new WebSocket(inspector, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let calls = 0;
  const ask = (method: string, params: object = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const id = (calls += 1);
      const hear = (data: Buffer): void => {
        const reply: Reply = JSON.parse(data.toString('utf8'));
        if (reply.id !== id) return;
        socket.off('message', hear);
        if (reply.error === undefined) resolve(reply);
        else reject(new Error(`${method}: ${reply.error.message}`));
      };
      socket.on('message', hear);
      socket.send(JSON.stringify({ id, method, params }));
    });
  try {
    await ask('Profiler.enable');
    await ask('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROS });
    await ask('Profiler.start');
    await work();
    const { result } = await ask('Profiler.stop');
    if (result?.profile === undefined) throw new Error('the profiler gave no profile');
    return result.profile;
  } finally {
    socket.terminate();
  }
}
