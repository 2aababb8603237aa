import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Express, Request } from 'express';

/** Address of the client as Express tells it of ordinary requests (`trust proxy`), of one that never reaches Express. */
export function addressOf(express: Express, { headers, socket }: IncomingMessage): string {
  const request = Object.create(express.request, {
    headers: { value: headers },
    socket: { value: socket },
  }) as Request;
  return request.ip ?? 'unknown';
}

const mappedIPv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Groups of 16 bits; an IPv4 address, as it may end an IPv6 one, makes two of them. */
function groupsOf(text = ''): string[] {
  const groups = text.split(':').filter((group) => group !== '');
  return groups.flatMap((group) => (group.includes('.') ? ['', ''] : [group]));
}

/**
 * What limits are counted by: an IPv4 address, but of IPv6 the network of 64 bits, because a single subscriber is given
 * at least as many addresses as that has.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [, mapped] = mappedIPv4.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [head, tail] = address.split('::').map(groupsOf);
  const rest = tail ?? [];
  const zeros = Array<string>(8 - (head?.length ?? 0) - rest.length).fill('0');
  const network = [...(head ?? []), ...zeros, ...rest].slice(0, 4).map((group) => parseInt(group, 16));
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}
