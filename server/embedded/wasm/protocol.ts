/** From the parent to the child: run a server on this folder. By message, so that the password is on no command line. */
export interface HostOrder {
  readonly dir: string;
  readonly password: string;
  /** Of 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
}

/** From the child to the parent: it takes connections on this port of 127.0.0.1. */
export interface HostReady {
  readonly port: number;
}
