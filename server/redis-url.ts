/** Some nodes of a cluster, from which the others are found, and how it is spoken to. */
export interface ClusterAddress {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const PORT_MAX = 65_535;
const DEFAULT_PORT = 6379;
const CLUSTER_URL =
  /^redis(?<tls>s?)\+cluster:\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<nodes>[^@/?#]*)(?<rest>.*)$/;
const NODE = /^(?:\[(?<address>[\da-f:.]+)\]|(?<host>[^:[\]\s]+))(?::(?<port>\d+))?$/i;

/** Whether it names a cluster, be the rest right or not. */
export function isClusterUrl(url: string): boolean {
  return /^rediss?\+cluster:/.test(url);
}

/**
 * Reads redis+cluster://[user][:password]@host:port,host:port (rediss+cluster:// speaks TLS); without a port it is 6379.
 * What is wrong with it otherwise, as words to follow "REDIS_URL"; they repeat none of it, since it holds a secret.
 */
export function parseClusterUrl(url: string): ClusterAddress | string {
  const parts = CLUSTER_URL.exec(url)?.groups;
  if (parts === undefined)
    return 'must look like redis+cluster://:password@host1:6379,host2:6379 or rediss+cluster://...';
  if (!/^\/?$/.test(parts['rest'] ?? ''))
    return 'must end after the last host of the cluster: it has one database, and takes no options';
  const nodes = (parts['nodes'] ?? '').split(',').map(parseNode);
  const [username, password] = [decoded(parts['username']), decoded(parts['password'])];
  if (username === null || password === null)
    return 'has a password that can not be read: write what is not a letter or a digit as %40 and so on';
  const known = nodes.filter((node) => node !== null);
  if (known.length < nodes.length)
    return `has a host that can not be read (number ${nodes.indexOf(null) + 1}): write host:port for each, with commas between them`;
  return { nodes: known, isTls: parts['tls'] === 's', username, password };
}

/** The URL of one node, by its address, spoken to as its cluster is. @throws for an address that nobody has. */
export function urlOfNode(clusterUrl: string, address: string | undefined): string {
  const cluster = parseClusterUrl(clusterUrl);
  const [, host = '', port] = /^(.*):(\d+)$/.exec(address ?? '') ?? [];
  if (typeof cluster === 'string' || port === undefined)
    throw new Error('no node of the Redis cluster keeps this slot');
  const url = new URL(
    `redis${cluster.isTls ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}`,
  );
  url.username = encodeURIComponent(cluster.username ?? '');
  url.password = encodeURIComponent(cluster.password ?? '');
  return url.href;
}

function parseNode(text: string): { host: string; port: number } | null {
  const parts = NODE.exec(text)?.groups;
  const host = parts?.['address'] ?? parts?.['host'];
  const port = Number(parts?.['port'] ?? DEFAULT_PORT);
  return host === undefined || port < 1 || port > PORT_MAX ? null : { host, port };
}

/** Undefined for nothing, null for what is no text. */
function decoded(text: string | undefined): string | undefined | null {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
