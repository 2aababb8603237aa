/** Something that whoever started the traffic can put right; the message says how. */
export class TrafficError extends Error {}
