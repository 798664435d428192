import { Failure, usageFailure } from './failure.ts';
import { type Surroundings, variable } from './terminal.ts';

const PORT_DEFAULT = '4000';
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Which server is meant. */
export interface ServerAddress {
  /** Without a slash at its end and without /graphql. */
  readonly url: string;
  /** Somebody named it: another one must not take its place. */
  readonly isGiven: boolean;
}

/** The server of --url, else the one that `npm start` starts here: PORT of 127.0.0.1. Throws a Failure for what is no address. */
export function serverAddress(given: string | undefined, terminal: Surroundings): ServerAddress {
  const url = given?.replace(/\/+(graphql\/*)?$/, '');
  if (url !== undefined) {
    const protocol = URL.canParse(url) ? new URL(url).protocol : '';
    if (protocol !== 'http:' && protocol !== 'https:')
      throw usageFailure(
        `--url must be the address of a server, such as http://127.0.0.1:4000, not ${given}.`,
      );
    return { url, isGiven: true };
  }
  const port = variable(terminal, 'PORT') ?? PORT_DEFAULT;
  if (!/^\d{1,5}$/.test(port)) throw usageFailure('PORT must be a whole number from 0 to 65535.');
  return { url: `http://127.0.0.1:${port === '0' ? PORT_DEFAULT : port}`, isGiven: false };
}

/** Whether an address is on this machine: the token in the data directory is sent nowhere else. */
export const isLocal = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);

/** No server where one was asked for. */
export function unreachable(url: string, reason: string): Failure {
  return new Failure(
    `No server answers at ${url}: ${reason}\nStart one with \`npm start\`, or leave --url out to have one started for the time of this command.`,
    { code: 'NO_SERVER' },
  );
}
