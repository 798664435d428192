import type { SocketTable } from './sockets.ts';

/** A connection of the host itself, to set the server up and to save it. */
export interface ValkeyConsole {
  /** Runs a command that answers with a line. @throws Error with the server's words when it refuses. */
  run(command: readonly string[]): Promise<void>;
}

const CRLF = '\r\n';

function encode(command: readonly string[]): Buffer {
  const parts = command.map((part) => `$${Buffer.byteLength(part)}${CRLF}${part}${CRLF}`);
  return Buffer.from(`*${command.length}${CRLF}${parts.join('')}`);
}

export function createConsole(sockets: SocketTable, wake: () => void): ValkeyConsole {
  let answered: (line: string) => void = () => undefined;
  let text = '';
  const socket = sockets.open({
    write(bytes) {
      text += bytes.toString();
      if (text.endsWith(CRLF)) answered(text.trim());
      return true;
    },
    destroy: () => answered('-ERR the connection was closed'),
  });
  return {
    async run(command) {
      text = '';
      const line = await new Promise<string>((resolve) => {
        answered = resolve;
        socket.received.push(encode(command));
        wake();
      });
      if (!line.startsWith('+')) throw new Error(`${command[0]}: ${line}`);
    },
  };
}
